//! `generate systemd`: a service and a timer for nightly runs.

use std::io::Write;
use std::path::Path;

use anyhow::Context;

use crate::args::Systemd;
use crate::exit::Exit;

const SERVICE: &str = "\
[Unit]
Description=Kommunspegel: nightly benchmark of municipal web sites
After=network-online.target
Wants=network-online.target
# A run that fails again and again is left until the next night.
StartLimitIntervalSec=6h
StartLimitBurst=5

[Service]
Type=exec
# A night that was killed is gone on with: soon, or, after the machine was off, by the next night's start.
ExecStart=PROGRAM run --resume=if-any --quiet --data %S/kommunspegel --contact CONTACT --metrics %S/kommunspegel/crawl.prom
DynamicUser=yes
# Sites side by side hold archives and connections open.
LimitNOFILE=8192
StateDirectory=kommunspegel
WorkingDirectory=%S/kommunspegel
# More incomplete sites than allowed, publication refused, stopped by somebody: told in the journal, and no failure of
# the service.
SuccessExitStatus=12 14 130
Restart=on-failure
RestartSec=1min
# Words that cannot be understood do not become better by waiting.
RestartPreventExitStatus=2 3
# A stopped run keeps everything; what it was at is written down first.
KillSignal=SIGTERM
TimeoutStopSec=2min
Nice=10
MemoryMax=2G
NoNewPrivileges=yes
PrivateDevices=yes
PrivateTmp=yes
ProtectHome=yes
ProtectSystem=strict
ProtectKernelTunables=yes
ProtectControlGroups=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RestrictSUIDSGID=yes
";

const TIMER: &str = "\
[Unit]
Description=Kommunspegel every night

[Timer]
OnCalendar=*-*-* TIME:00
RandomizedDelaySec=10min
Persistent=yes

[Install]
WantedBy=timers.target
";

/// Prints both units, or writes them into a directory.
pub(crate) fn run(command: &Systemd, out: &mut impl Write) -> anyhow::Result<Exit> {
    let program = std::env::current_exe().context("cannot tell where this program lies")?;
    let units = units(command, &program);
    for (name, text) in &units {
        match &command.out {
            Some(directory) => {
                let path = directory.join(name);
                std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
            }
            None => writeln!(out, "# {name}\n{text}")?,
        }
    }
    Ok(Exit::Done)
}

fn units(command: &Systemd, program: &Path) -> [(&'static str, String); 2] {
    let program = quoted(&program.to_string_lossy());
    let service = SERVICE.replace("PROGRAM", &program).replace("CONTACT", &quoted(&command.contact));
    [("kommunspegel.service", service), ("kommunspegel.timer", TIMER.replace("TIME", &command.at))]
}

/// A word of a command line as systemd reads it: `%` and `$` stand for themselves.
fn quoted(word: &str) -> String {
    let escaped = word.replace('\\', "\\\\").replace('"', "\\\"").replace('%', "%%").replace('$', "$$");
    if escaped.contains([' ', '\t', '\'', '"', ';']) { format!("\"{escaped}\"") } else { escaped }
}

/// A time of day as `02:30`.
pub(crate) fn time_of_day(text: &str) -> Result<String, String> {
    let number = |part: &str, below: u8| {
        let fits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        fits && part.parse::<u8>().is_ok_and(|number| number < below)
    };
    let fits = text.split_once(':').is_some_and(|(hour, minute)| number(hour, 24) && number(minute, 60));
    if fits { Ok(text.to_owned()) } else { Err("expected a time of day, such as 22:00".to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_units_name_program_contact_and_time() {
        let command = Systemd { contact: "a b%".to_owned(), at: "22:00".to_owned(), out: None };
        let [(_, service), (_, timer)] = units(&command, Path::new("/opt/kommunspegel"));
        assert!(
            service
                .contains("ExecStart=/opt/kommunspegel run --resume=if-any --quiet --data %S/kommunspegel")
        );
        assert!(service.contains("\nRestart=on-failure\n") && service.contains("StartLimitBurst="));
        assert!(service.contains("--contact \"a b%%\" "));
        assert!(timer.contains("OnCalendar=*-*-* 22:00:00\n"));
    }

    #[test]
    fn times_of_day() {
        for (text, expected) in
            [("00:00", true), ("23:59", true), ("24:00", false), ("7:30", false), ("", false)]
        {
            assert_eq!(time_of_day(text).is_ok(), expected, "{text}");
        }
    }
}
