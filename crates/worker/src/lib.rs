//! The thread of Clientele.
