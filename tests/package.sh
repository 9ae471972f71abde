# For the other scripts of this folder, which read it in (`. tests/package.sh`): stopping with a word, and what Debian has.

# Ends the script that read this in.
stop() {
    echo "$0: $1" >&2
    exit 1
}

# Installs a Debian package where that is possible, or says what is lacking.
package() {
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq && apt-get install -qq -y --no-install-recommends "$1" >/dev/null 2>&1 && return
    fi
    stop "$2; install it (Debian and Ubuntu: apt-get install $1) and start again"
}
