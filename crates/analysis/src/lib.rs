//! The verbs of Clientele.
