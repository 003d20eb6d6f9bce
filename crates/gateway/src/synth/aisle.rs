//! Drawing a product of one category.

use rand::Rng;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::shelf::Product;

/// Cumulative pull of the products of one category, for drawing by bisection.
pub struct Aisle {
    products: Vec<u32>,
    cumulative: Vec<f64>,
}

impl Aisle {
    /// The products of a category.
    pub fn of(products: &[Product], category: usize) -> Self {
        let (mut positions, mut cumulative, mut sum) = (vec![], vec![], 0.0);
        for (at, product) in products.iter().enumerate() {
            if usize::from(product.category) == category {
                sum += product.pull;
                positions.push(at as u32);
                cumulative.push(sum);
            }
        }
        Self {
            products: positions,
            cumulative,
        }
    }

    /// A product, drawn by pull; nothing from an empty aisle.
    pub fn draw(&self, rng: &mut Xoshiro256PlusPlus) -> Option<u32> {
        let end = self.cumulative.last()?;
        let mark = rng.gen_range(0.0..1.0) * end;
        let at = self.cumulative.partition_point(|sum| *sum <= mark);
        self.products.get(at).or(self.products.last()).copied()
    }
}
