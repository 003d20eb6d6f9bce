//! What hosts do with what they send: they lead elsewhere, and they pack.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::talk::is_packed;
use super::{Reply, Shared, lock};

impl Shared {
    /// Where a panel's address with a slash in it or behind it leads: the page finds its files beside itself only, so it is
    /// told the panel in the query.
    pub(super) fn panel(&self, below: &str, target: &str) -> Option<Reply> {
        let is_panel = below.contains('/') && !below.contains('.');
        if !is_panel || self.folder.join(below).is_file() {
            return None;
        }
        let panel = utf8_percent_encode(below.trim_matches('/'), NON_ALPHANUMERIC);
        let query = target.split_once('?').map(|(_, query)| query);
        let query = query.map(|query| format!("&{query}")).unwrap_or_default();
        let mut reply = Reply::text(302, "");
        reply.headers = format!("Location: {}?panel={panel}{query}\r\n", self.base);
        Some(reply)
    }

    /// The same reply, packed where it is to be.
    pub(super) fn packed(&self, name: &str, mut reply: Reply, unpacks: bool) -> Reply {
        let Some(pack) = *lock(&self.pack) else {
            return reply;
        };
        if reply.status != 200 || reply.sent != reply.body.len() || !is_packed(reply.kind) {
            return reply;
        }
        reply.headers.push_str("Vary: Accept-Encoding\r\n");
        if unpacks {
            let known = lock(&self.packed).get(name).cloned();
            reply.body = known.unwrap_or_else(|| {
                let packed = pack(&reply.body);
                lock(&self.packed).insert(name.to_owned(), packed.clone());
                packed
            });
            reply.sent = reply.body.len();
            reply.headers.push_str("Content-Encoding: br\r\n");
        }
        reply
    }
}
