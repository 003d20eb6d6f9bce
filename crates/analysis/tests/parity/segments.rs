//! Scores and preparation of groupings, by scikit-learn, NumPy and SciPy (`tests/golden/cluster.py`, `segments.py`).

use clientele_analysis::cluster::silhouette::exact;
use clientele_analysis::cluster::{Centroids, Matrix, score};
use clientele_analysis::engine::Engine;
use serde_json::Value;

use crate::gaps::Gaps;
use crate::reports::{ask, golden};

/// Compares the measures as they are, the scores of given groupings, and how good those are that are found here.
pub fn compare(engine: &mut Engine, gaps: &mut Gaps) {
    given(gaps);
    let report = ask(engine, "/segments");
    features(&report, gaps);
    found(&report, gaps);
}

fn features(report: &Value, gaps: &mut Gaps) {
    let golden = golden();
    let prepared: Value = serde_json::from_str(include_str!("../golden/segments.json")).unwrap();
    for (at, key) in ["recency", "frequency", "monetary"].into_iter().enumerate() {
        let known = &golden["segments"]["features"][key];
        let features = report["features"].as_array().unwrap().iter();
        let own = features.clone().find(|one| one["key"] == key).unwrap();
        let all = &own["all"];
        gaps.same("segments.features.all.mean", &all["mean"], &known["mean"]);
        for place in 0..5 {
            let field = "segments.features.all.quantiles";
            gaps.same(field, &all["quantiles"][place], &known["quantiles"][place]);
        }
        let preparation = &own["preparation"];
        for place in 0..2 {
            let field = "segments.features.preparation.capped";
            gaps.same(
                field,
                &preparation["capped"][place],
                &known["capped"][place],
            );
        }
        for when in ["before", "after"] {
            let key = format!("skew_{when}");
            let field = format!("segments.features.preparation.{key}");
            gaps.same(&field, &preparation[&key], &prepared[&key][at]);
        }
    }
}

fn found(report: &Value, gaps: &mut Gaps) {
    let known: Value = serde_json::from_str(include_str!("../golden/segments.json")).unwrap();
    for row in report["why"]["candidates"].as_array().unwrap() {
        let k = row["k"].as_u64().unwrap() as usize;
        if row["algorithm"] != "KMeans" || !(2..=10).contains(&k) {
            continue;
        }
        // One that is tighter than theirs is no difference to complain about.
        let (own, theirs) = (&row["inertia"], &known["inertia"][k - 2]);
        let (own, theirs) = (own.as_f64().unwrap(), theirs.as_f64().unwrap());
        gaps.near(
            "segments.why.candidates.inertia (found)",
            own.max(theirs),
            theirs,
        );
        let field = "segments.why.candidates.silhouette.mean (found)";
        gaps.same(
            field,
            &row["silhouette"]["mean"],
            &known["silhouette"][k - 2],
        );
    }
}

/// Prepared as in `cluster.py`.
fn prepared() -> Matrix {
    let mut columns = vec![Vec::new(); 3];
    let lines = include_str!("../golden/cluster_rfm.csv").lines();
    for line in lines.filter(|line| !line.starts_with('#')) {
        for (column, value) in columns.iter_mut().zip(line.split(',')) {
            column.push(value.parse::<f64>().unwrap());
        }
    }
    let prepare = |column: &Vec<f64>| {
        let mut sorted = column.clone();
        sorted.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let place = share * (sorted.len() - 1) as f64;
            let low = sorted[place as usize];
            low + (sorted[place as usize + 1] - low) * place.fract()
        };
        let (low, high) = (at(0.01), at(0.99));
        let logged: Vec<f64> = column.iter().map(|v| v.clamp(low, high).ln_1p()).collect();
        let mean = logged.iter().sum::<f64>() / logged.len() as f64;
        let spread = logged.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / logged.len() as f64;
        let narrow = |v: &f64| ((v - mean) / spread.sqrt()) as f32;
        logged.iter().map(narrow).collect::<Vec<_>>()
    };
    Matrix::new(&columns.iter().map(prepare).collect::<Vec<_>>()).unwrap()
}

fn given(gaps: &mut Gaps) {
    let golden: Value = serde_json::from_str(include_str!("../golden/cluster.json")).unwrap();
    let matrix = prepared();
    for given in golden["given"].as_array().unwrap() {
        let rows = given["centroids"].as_array().unwrap().iter();
        let values = rows.flat_map(|row| row.as_array().unwrap());
        let values = values.map(|v| v.as_f64().unwrap() as f32).collect();
        let centroids = Centroids::new(3, values);
        let labels = centroids.assign(&matrix);
        let scores = score(&matrix, &labels, centroids.k());
        let each = exact(&matrix, &labels, centroids.k()).unwrap();
        for (key, own) in [
            ("inertia", scores.inertia),
            ("calinski_harabasz", scores.calinski_harabasz.unwrap()),
            ("davies_bouldin", scores.davies_bouldin.unwrap()),
        ] {
            let field = format!("segments.why.candidates.{key}");
            gaps.near(&field, own, given[key].as_f64().unwrap());
        }
        let mean = given["silhouette"].as_f64().unwrap();
        gaps.near(
            "segments.why.candidates.silhouette.mean",
            each.mean.mean,
            mean,
        );
        let samples = given["silhouette_samples"].as_array().unwrap();
        for (own, known) in each.values.iter().step_by(40).zip(samples) {
            let known = known.as_f64().unwrap();
            gaps.near("segments.fit.segments.curve", f64::from(*own), known);
        }
    }
}
