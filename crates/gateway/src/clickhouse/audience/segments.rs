//! A segment as arithmetic: each measure is brought to the common scale, and the nearest centroid is sought, in numbers of
//! the same width and by the same order of sums as in the page.

use clientele_analysis::features::Recipe;
use clientele_model::failure::Failure;

use super::{Compiler, Uncompiled};

impl Compiler<'_> {
    /// Those of a segment.
    pub(super) fn segment(&mut self, slug: &str) -> Result<String, Uncompiled> {
        let fitted = self
            .segments
            .ok_or_else(|| Failure::defect("segments were not made"))?;
        // A list begins with 1.
        let place = self.terms.number("UInt8", fitted.centroid(slug)? + 1);
        let mut scaled = Vec::new();
        for (key, recipe) in &fitted.measures {
            let measure = self.measure(key)?;
            scaled.push(self.scaled(&measure, recipe));
        }
        let rows = fitted.centroids.values().chunks(fitted.centroids.cols());
        let rows = rows.map(|row| {
            let numbers: Vec<String> = row.iter().map(f32::to_string).collect();
            format!("[{}]", numbers.join(","))
        });
        let centroids = self.terms.list("Array(Float32)", rows);
        // Rounded after each step, sums and products of double width are those of single width.
        let squared = |at: usize| format!("toFloat32(gaps[{at}] * gaps[{at}])");
        let distance = (2..=fitted.centroids.cols()).fold(squared(1), |sum, at| {
            format!("toFloat32({sum} + {})", squared(at))
        });
        let gaps = "arrayMap((value, middle) -> toFloat32(value - middle), of, centre)";
        Ok(format!(
            "arrayMap(distances -> indexOf(distances, arrayMin(distances)), \
            arrayMap(of -> arrayMap(gaps -> {distance}, arrayMap(centre -> {gaps}, {centroids})), [[{}]]))[1] = {place}",
            scaled.join(", ")
        ))
    }

    /// A measure on the common scale.
    fn scaled(&mut self, measure: &str, recipe: &Recipe) -> String {
        let given = self.terms.number("Float64", recipe.given);
        let mut value = format!("if(isFinite({measure}), {measure}, {given})");
        if recipe.logged.is_some() {
            value = format!("greatest({value}, 0.)");
        }
        if let Some((low, high)) = recipe.capped {
            let low = self.terms.number("Float64", low);
            let high = self.terms.number("Float64", high);
            value = format!("least(greatest({value}, {low}), {high})");
        }
        if let Some(unit) = recipe.logged {
            let unit = self.terms.number("Float64", unit);
            value = format!("log1p({value} / {unit})");
        }
        let centre = self.terms.number("Float64", recipe.centre);
        let scale = self.terms.number("Float64", recipe.scale);
        format!("toFloat32(({value} - {centre}) * {scale})")
    }
}
