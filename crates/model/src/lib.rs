//! The nouns of Clientele.
