//! What the compiler says to a user who is wrong: one file for each mistake,
//! named after it, with the text beside it; and programs that must compile.

mod report;

use std::fs;
use std::path::PathBuf;

use report::Report;

/// A folder for each kind of mistake.
const KINDS: [&str; 11] = [
    "arguments",
    "attributes",
    "constraints",
    "events",
    "handle",
    "hooks",
    "names",
    "placement",
    "receiver",
    "returns",
    "state",
];

#[test]
fn mistakes() {
    let cases = trybuild::TestCases::new();
    for kind in KINDS {
        cases.compile_fail(format!("{kind}/*.rs"));
    }
}

#[test]
fn programs() {
    trybuild::TestCases::new().pass("pass/*.rs");
}

/// Each line of a program that ends in `//~` has one mistake, in `//~~` two. It
/// gets as many errors, which point at that line, and no other line gets any.
#[test]
fn each_mistake_is_one_error() {
    let programs = programs_with_mistakes();
    assert!(programs.len() >= 60, "{} programs", programs.len());
    let faults: Vec<String> = programs.iter().flat_map(faults).collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// What the pages show is what the compiler says, but for the marks.
#[test]
fn pages_are_word_for_word() {
    let said: Vec<String> = programs_with_mistakes()
        .iter()
        .map(|program| fs::read_to_string(program.with_extension("stderr")).unwrap_or_default())
        .flat_map(|text| text.split("\n\n").map(without_marks).collect::<Vec<_>>())
        .collect();
    for page in ["../../README.md", "../../docs/expansion.md"] {
        let text = fs::read_to_string(page).expect("a readable page");
        let shown = text.split("```text\n").skip(1);
        let blocks: Vec<&str> = shown
            .filter_map(|rest| rest.split("\n```").next())
            .filter(|block| block.starts_with("error"))
            .collect();
        assert!(!blocks.is_empty(), "{page} shows no error");
        for message in blocks.iter().flat_map(|block| block.split("\n\n")) {
            assert!(
                said.iter().any(|text| text == message),
                "{page}:\n{message}"
            );
        }
    }
}

fn without_marks(text: &str) -> String {
    let lines: Vec<&str> = text
        .lines()
        .map(|line| line.trim_end_matches('~'))
        .map(|line| line.strip_suffix(" //").unwrap_or(line))
        .collect();
    lines.join("\n")
}

fn programs_with_mistakes() -> Vec<PathBuf> {
    let entries = KINDS.map(|kind| fs::read_dir(kind).expect("a folder for each kind"));
    let paths = entries
        .into_iter()
        .flatten()
        .map(|entry| entry.expect("a readable folder").path());
    let mut programs: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    programs.sort();
    programs
}

/// What is wrong with what the compiler says about one program.
fn faults(program: &PathBuf) -> Vec<String> {
    let source = fs::read_to_string(program).expect("a readable program");
    let text = fs::read_to_string(program.with_extension("stderr")).unwrap_or_default();
    let program = program.display();
    let report = Report::read(&text);
    let mistakes: Vec<usize> = (1..)
        .zip(source.lines())
        .flat_map(|(number, line)| std::iter::repeat_n(number, mistakes_on(line)))
        .collect();
    let mut faults = Vec::new();
    let mut found: Vec<usize> = report
        .errors
        .iter()
        .filter(|error| error.file == program.to_string())
        .map(|error| error.line)
        .collect();
    found.sort_unstable();
    if found != mistakes {
        faults.push(format!(
            "{program}: errors on the lines {found:?}, mistakes on {mistakes:?}"
        ));
    }
    for error in &report.errors {
        if error.file != program.to_string() {
            faults.push(format!("{program}: an error points at {}", error.file));
        }
    }
    for inside in report.internals() {
        faults.push(format!("{program}: shows `{inside}`"));
    }
    if report.warnings > 0 {
        faults.push(format!("{program}: warns beside the error"));
    }
    faults
}

/// How many mistakes a line says that it has.
fn mistakes_on(line: &str) -> usize {
    match line.rsplit_once("//") {
        Some((_, marks)) if !marks.is_empty() && marks.chars().all(|mark| mark == '~') => {
            marks.len()
        }
        _ => 0,
    }
}
