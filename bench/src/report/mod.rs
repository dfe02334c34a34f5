//! What is written of the results: JSON, tables on a page, and a plot for each scenario.

mod axis;
mod number;
mod page;
mod plot;
mod table;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::machine::Machine;
use crate::outcome::Outcome;
use crate::scenario::Scenario;

pub(crate) use table::table;

/// The results of a scenario, as they are kept.
#[derive(Serialize)]
struct Kept<'a> {
    scenario: &'static str,
    machine: &'a Machine,
    #[serde(flatten)]
    outcome: &'a Outcome,
}

/// Writes all that is written of a scenario.
///
/// # Errors
///
/// A file cannot be written, or the page has no place for the scenario.
pub(crate) fn write(machine: &Machine, scenario: Scenario, outcome: &Outcome) -> io::Result<()> {
    let name = scenario.name();
    let kept = Kept {
        scenario: name,
        machine,
        outcome,
    };
    let mut json = serde_json::to_string_pretty(&kept)?;
    json.push('\n');
    let repository = repository();
    put(
        &repository.join(format!("bench/results/{name}.json")),
        &json,
    )?;
    let plot = plot::plot(scenario, outcome);
    put(&repository.join(format!("docs/plots/{name}.svg")), &plot)?;

    let page = repository.join("docs/benchmarks.md");
    let text = fs::read_to_string(&page)?;
    let measured = format!("{}\n{}", table(scenario, outcome), measured_on(machine));
    fs::write(&page, page::replace(&text, name, &measured)?)
}

fn measured_on(machine: &Machine) -> String {
    let Machine {
        processor,
        cores,
        kernel,
        compiler,
        load,
    } = machine;
    format!(
        "Measured on {cores} cores of an {processor}, Linux {kernel}, {compiler}, while the machine had a load of {load}.\n"
    )
}

fn put(path: &Path, text: &str) -> io::Result<()> {
    if let Some(directory) = path.parent() {
        fs::create_dir_all(directory)?;
    }
    fs::write(path, text)
}

/// The workspace, which this package is a folder of.
pub(crate) fn repository() -> PathBuf {
    let mut path = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    path.pop();
    path
}
