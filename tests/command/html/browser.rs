//! A headless Chromium, where one is installed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];
/// Longer than a browser takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// The first browser that is on the path.
pub fn installed() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let mut candidates =
        std::env::split_paths(&path).flat_map(|folder| NAMES.map(|name| folder.join(name)));
    candidates.find(|candidate| candidate.is_file())
}

/// The document of the page after it has been loaded, as text; what went wrong otherwise.
pub fn document(browser: &Path, page: &Path, folder: &Path) -> Result<String, String> {
    let output = folder.join("document.html");
    let errors = folder.join("errors.txt");
    let create = |file: &Path| fs::File::create(file).map_err(|error| error.to_string());
    let child = Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-quic",
            "--no-first-run",
            "--no-default-browser-check",
            "--allow-file-access-from-files",
            "--virtual-time-budget=10000",
            "--dump-dom",
        ])
        .arg(format!(
            "--user-data-dir={}",
            folder.join("profile").display()
        ))
        .arg(format!("file://{}", page.display()))
        .stdin(Stdio::null())
        .stdout(create(&output)?)
        .stderr(create(&errors)?)
        .spawn()
        .map_err(|error| error.to_string())?;
    wait(child)?;
    fs::read_to_string(&output).map_err(|error| error.to_string())
}

/// Waits, and gives up with a browser that hangs.
fn wait(mut child: Child) -> Result<(), String> {
    let begun = Instant::now();
    loop {
        match child.try_wait().map_err(|error| error.to_string())? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => return Err(status.to_string()),
            None if begun.elapsed() > PATIENCE => {
                child.kill().map_err(|error| error.to_string())?;
                child.wait().map_err(|error| error.to_string())?;
                return Err("the browser did not end".to_owned());
            }
            None => std::thread::sleep(Duration::from_millis(50)),
        }
    }
}
