//! Arithmetic on four lanes.

use super::{TILE, VECTORS};

/// Four lanes side by side. Written out lane by lane, the compiler makes one `simd128` (or SSE)
/// instruction of each operation; longer arrays it takes apart again.
#[derive(Clone, Copy)]
#[repr(align(16))]
pub(super) struct Four(pub(super) [f32; 4]);

impl Four {
    pub(super) const ZERO: Self = Self([0.0; 4]);

    #[inline(always)]
    pub(super) fn plus(self, other: Self) -> Self {
        let (a, b) = (self.0, other.0);
        Self([a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3]])
    }

    #[inline(always)]
    pub(super) fn minus(self, other: Self) -> Self {
        let (a, b) = (self.0, other.0);
        Self([a[0] - b[0], a[1] - b[1], a[2] - b[2], a[3] - b[3]])
    }

    #[inline(always)]
    pub(super) fn times(self, other: Self) -> Self {
        let (a, b) = (self.0, other.0);
        Self([a[0] * b[0], a[1] * b[1], a[2] * b[2], a[3] * b[3]])
    }

    #[inline(always)]
    pub(super) fn sqrt(self) -> Self {
        let a = self.0;
        Self([a[0].sqrt(), a[1].sqrt(), a[2].sqrt(), a[3].sqrt()])
    }

    #[inline(always)]
    pub(super) fn sum(self) -> f32 {
        let a = self.0;
        a[0] + a[1] + a[2] + a[3]
    }
}

/// Which vector holds the last of `count` rows, and ones for its rows, zeros for its empty lanes.
pub(super) fn last_vector(count: usize) -> (usize, Four) {
    let last = count.div_ceil(4).max(1) - 1;
    let present = |lane: usize| if last * 4 + lane < count { 1.0 } else { 0.0 };
    (last, Four(std::array::from_fn(present)))
}

/// Writes lanes one after the other.
pub(super) fn spread(vectors: &[Four; VECTORS], lanes: &mut [f32; TILE]) {
    for (lanes, four) in lanes.chunks_exact_mut(4).zip(vectors) {
        lanes.copy_from_slice(&four.0);
    }
}
