//! [`Arguments`]: what the command line asks for.

use std::time::Duration;

use crate::scenario::Scenario;

pub(crate) const HELP: &str = "\
Measures stagedoor over sockets and in the process, beside what else there is,
and writes what it found to docs/benchmarks.md, docs/plots/ and bench/results/.

Usage: cargo run --release -p stagedoor-bench -- [SCENARIO…] [--quick]

  --quick   fewer and shorter rounds, to see that it works; writes no page
  --help    prints this

Scenarios, all of them unless some are named:

";

/// What is to be measured, and how thoroughly.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Arguments {
    pub(crate) scenarios: Vec<Scenario>,
    pub(crate) effort: Effort,
}

/// How much time is spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effort {
    Quick,
    Thorough,
}

/// The command line asks how it is used.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct HelpAsked;

impl Arguments {
    /// Reads the command line.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub(crate) fn parse(
        arguments: impl Iterator<Item = String>,
    ) -> Result<Result<Self, HelpAsked>, String> {
        let mut scenarios = Vec::new();
        let mut effort = Effort::Thorough;
        for argument in arguments {
            match argument.as_str() {
                "--help" | "-h" => return Ok(Err(HelpAsked)),
                "--quick" => effort = Effort::Quick,
                name => {
                    let known = Scenario::ALL.into_iter().find(|known| known.name() == name);
                    scenarios.push(known.ok_or_else(|| format!("no scenario `{name}`"))?);
                }
            }
        }
        if scenarios.is_empty() {
            scenarios.extend(Scenario::ALL);
        }
        Ok(Ok(Self { scenarios, effort }))
    }
}

impl Effort {
    /// How often each case is measured, one target after the other.
    pub(crate) fn rounds(self) -> usize {
        match self {
            Self::Quick => 1,
            Self::Thorough => 5,
        }
    }

    /// How long one load lasts.
    pub(crate) fn slice(self) -> Duration {
        match self {
            Self::Quick => Duration::from_millis(200),
            Self::Thorough => Duration::from_secs(1),
        }
    }

    /// A size, or a tenth of it where that is enough.
    pub(crate) fn size(self, size: usize) -> usize {
        match self {
            Self::Quick => size / 10,
            Self::Thorough => size,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Result<Arguments, HelpAsked>, String> {
        Arguments::parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn nothing_asks_for_everything() {
        let all = parse("").unwrap().unwrap();
        assert_eq!(all.scenarios, Scenario::ALL);
        assert_eq!(all.effort, Effort::Thorough);
    }

    #[test]
    fn scenarios_are_known_by_name() {
        let two = parse("fan-out --quick calls").unwrap().unwrap();
        assert_eq!(two.scenarios, [Scenario::FanOut, Scenario::Calls]);
        assert_eq!(two.effort, Effort::Quick);
        assert_eq!(parse("fanout"), Err("no scenario `fanout`".to_owned()));
        assert_eq!(parse("calls --help"), Ok(Err(HelpAsked)));
    }
}
