//! The source files, and the paths that they use.

use std::fs;
use std::path::{Path, PathBuf};

/// A file of `src/`: its path from there, and its text.
pub struct File {
    pub path: String,
    pub text: String,
}

/// Every file of `src/`.
pub fn files() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("src can be listed") {
            let path: PathBuf = entry.expect("src can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let within = path.strip_prefix(&root).expect("it lies in src");
                let text = fs::read_to_string(&path).expect("source is text");
                files.push(File {
                    path: within.to_string_lossy().replace('\\', "/"),
                    text,
                });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(
        files.len() > 80,
        "all of src is read, not {} files",
        files.len()
    );
    files
}

impl File {
    /// The module of the first level that the file belongs to; none for `lib.rs` and `main.rs`.
    pub fn module(&self) -> Option<&str> {
        let first = self.path.split('/').next()?.trim_end_matches(".rs");
        (!matches!(first, "lib" | "main")).then_some(first)
    }

    /// Levels from the root of the crate to the file's own module.
    pub fn depth(&self) -> usize {
        self.path.trim_end_matches("/mod.rs").split('/').count()
    }

    /// The text without comments and without items of tests, line by line as it was.
    pub fn code(&self) -> String {
        let mut code = String::new();
        let mut skipped: Option<&str> = None;
        for line in self.text.lines() {
            let trimmed = line.trim_start();
            let indent = &line[..line.len() - trimmed.len()];
            if let Some(start) = skipped {
                let ends = indent == start && (trimmed.starts_with('}') || trimmed.ends_with(';'));
                skipped = if ends { None } else { Some(start) };
            } else if trimmed.starts_with("#[cfg(test)]") {
                skipped = Some(indent);
            } else if !trimmed.starts_with("//") {
                code.push_str(line.split(" // ").next().unwrap_or(line));
            }
            code.push('\n');
        }
        code
    }

    /// Every path that begins with `root::`, spelt out of its braces, with its line.
    pub fn paths(&self, root: &str) -> Vec<(usize, String)> {
        let code = self.code();
        let mut paths = Vec::new();
        for (place, _) in code.match_indices(&format!("{root}::")) {
            let before = code[..place].chars().next_back();
            if before.is_none_or(|one| !one.is_alphanumeric() && !"_:$".contains(one)) {
                let line = code[..place].matches('\n').count() + 1;
                paths.extend(
                    spelt_out(&code[place..])
                        .into_iter()
                        .map(|path| (line, path)),
                );
            }
        }
        paths
    }
}

/// The paths that `text` begins with: `a::{b, c::d}; ...` is `a::b` and `a::c::d`.
fn spelt_out(text: &str) -> Vec<String> {
    let name = text
        .find(|one: char| !one.is_alphanumeric() && one != '_')
        .unwrap_or(text.len());
    let (name, rest) = text.split_at(name);
    let Some(rest) = rest.strip_prefix("::") else {
        return vec![name.to_owned()];
    };
    let within = match rest.strip_prefix('{') {
        Some(list) => list_in_braces(list)
            .into_iter()
            .flat_map(|part| spelt_out(part.trim()))
            .collect(),
        None => spelt_out(rest),
    };
    within
        .into_iter()
        .map(|path| format!("{name}::{path}"))
        .collect()
}

/// The parts, separated by commas, of a list up to the brace that closes it.
fn list_in_braces(list: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0, 0);
    for (place, one) in list.char_indices() {
        match one {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            '}' | ',' if depth == 0 => {
                parts.push(&list[start..place]);
                start = place + 1;
            }
            _ => {}
        }
        if one == '}' && start == place + 1 {
            break;
        }
    }
    parts.retain(|part| !part.trim().is_empty());
    parts
}

#[test]
fn uses_are_found_however_they_are_written() {
    let file = File {
        path: "report/chart/mod.rs".to_owned(),
        text: "use crate::{stats, kernel::{Gate, sample::LogNormal}};\n// crate::cli\n\
               fn f() { crate::cli::run() } // crate::model\n#[cfg(test)]\nmod tests {\n    use crate::model;\n}\n\
               pub(in crate::report) use\n    crate::units::{\n    SimTime,\n};\n"
            .to_owned(),
    };
    let found = file.paths("crate");
    let expected = [
        (1, "crate::stats"),
        (1, "crate::kernel::Gate"),
        (1, "crate::kernel::sample::LogNormal"),
        (3, "crate::cli::run"),
        (8, "crate::report"),
        (9, "crate::units::SimTime"),
    ];
    assert_eq!(found, expected.map(|(line, path)| (line, path.to_owned())));
    assert_eq!((file.module(), file.depth()), (Some("report"), 2));
}
