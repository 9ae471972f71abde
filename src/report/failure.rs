//! What the classes of failed requests are called. It must not know how requests fail.

/// A class of failed requests in Swedish and English; `None` for one that is a status (`status_502`) or not known.
pub fn failure_words(class: &str) -> Option<(&'static str, &'static str)> {
    Some(match class {
        "dns" => ("okänt värdnamn", "unknown host name"),
        "connect" => ("ingen förbindelse", "no connection"),
        "tls" => ("krypterad förbindelse misslyckades", "encrypted connection failed"),
        "certificate" => ("ogiltigt certifikat", "invalid certificate"),
        "timeout" => ("inget svar i tid", "no answer in time"),
        "robots" => ("robots.txt säger nej", "robots.txt says no"),
        "robotsunreachable" => ("robots.txt svarar inte", "robots.txt does not answer"),
        "botwall" => ("spärr mot robotar", "wall against robots"),
        "loginwall" => ("inloggning krävs", "log-in needed"),
        "redirects" => ("hänvisningar utan slut", "redirects without end"),
        "toolarge" => ("för stor", "too large"),
        "protocol" => ("avbrutet svar", "broken answer"),
        "address" => ("otillåten nätadress", "address not spoken to"),
        "waitedout" => ("för lång väntan", "too long a wait"),
        "format" => ("en sorts fil som inte läses", "a kind of file that is not read"),
        "bound" => ("mer än som läses av en annan värd", "more than is read of another host"),
        "coding" => ("en packning som inte läses", "a coding that is not read"),
        _ => return None,
    })
}
