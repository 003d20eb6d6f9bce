//! How many files and connections the system lets this process have open at once.

use super::config::ServeLimits;

/// Open for itself: standard streams, the listener, the runtime, the log.
const OWN: u64 = 64;

/// What a configuration may have open at once: each connection may read a file of the page or of a pack, and each question
/// holds a connection to ClickHouse.
fn needed(limits: &ServeLimits) -> u64 {
    OWN + 2 * limits.connections as u64 + limits.concurrent as u64
}

/// Raises what is allowed now to what is needed, as far as the system lets a process do that.
///
/// # Errors
/// How many connections would fit, when those configured do not.
pub fn make_room(limits: &ServeLimits) -> Result<(), u64> {
    let needed = needed(limits);
    let allowed = raise(needed);
    if allowed >= needed {
        return Ok(());
    }
    Err(allowed.saturating_sub(OWN + limits.concurrent as u64) / 2)
}

/// How many may be open, after asking for so many.
#[cfg(unix)]
fn raise(needed: u64) -> u64 {
    use rustix::process::{Resource, getrlimit, setrlimit};
    // Without a number there is no limit.
    let mut limit = getrlimit(Resource::Nofile);
    let allowed = limit.current.unwrap_or(u64::MAX);
    if allowed >= needed {
        return allowed;
    }
    let wanted = limit.maximum.map_or(needed, |most| most.min(needed));
    limit.current = Some(wanted);
    match setrlimit(Resource::Nofile, limit) {
        Ok(()) => wanted,
        Err(_) => allowed,
    }
}

/// Other systems have no such limit.
#[cfg(not(unix))]
fn raise(_: u64) -> u64 {
    u64::MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_that_do_not_fit_are_refused_with_the_number_that_does() {
        let limits = ServeLimits::default();
        assert_eq!(needed(&limits), 64 + 2 * 1024 + 8);
        assert_eq!(make_room(&limits), Ok(()));
        let many = ServeLimits {
            connections: usize::MAX / 4,
            ..limits
        };
        let fits = make_room(&many).unwrap_err();
        assert!(fits >= 1024, "{fits}");
    }
}
