//! Brings files to the disk: whole or not at all, and there when power fails.
//!
//! Knows bytes; not what they say.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// Writes a file beside the old one, brings it to the disk and puts it in the old one's place. Whoever reads meets the
/// one or the other, and after a power cut that, too: a name may be on the disk before what it names.
pub(crate) fn replace_file(path: &Path, text: &[u8]) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let draft = path.with_file_name(format!(".{name}.draft"));
    let mut file = File::create(&draft)?;
    file.write_all(text)?;
    file.sync_all()?;
    fs::rename(&draft, path)?;
    path.parent().map_or(Ok(()), sync_directory)
}

/// Brings the names in a directory to the disk.
pub(crate) fn sync_directory(directory: &Path) -> io::Result<()> {
    // Elsewhere directories cannot be opened, and names are brought to the disk with their files.
    if cfg!(unix) {
        let here = directory.as_os_str().is_empty().then_some(Path::new("."));
        File::open(here.unwrap_or(directory))?.sync_all()?;
    }
    Ok(())
}

/// Brings everything below a directory to the disk.
pub(crate) fn sync_all_below(directory: &Path) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync_all_below(&entry.path())?;
        } else {
            // Windows brings only what was opened for writing to the disk.
            File::options().append(true).open(entry.path())?.sync_all()?;
        }
    }
    sync_directory(directory)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_and_leaves_no_draft() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        for text in ["one", "two"] {
            replace_file(&path, text.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        fs::create_dir(folder.path().join("below")).unwrap();
        fs::write(folder.path().join("below/b"), "b").unwrap();
        sync_all_below(folder.path()).unwrap();
    }

    #[test]
    fn a_file_that_cannot_be_written_leaves_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        replace_file(&path, b"one").unwrap();
        fs::create_dir(folder.path().join(".a.json.draft")).unwrap();
        assert!(replace_file(&path, b"two").is_err());
        assert_eq!(fs::read(&path).unwrap(), b"one");
    }
}
