//! See the tests of recommendations.
