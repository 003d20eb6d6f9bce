//! Published vectors: those of gbstats (growthbook), each with its name there, to the digits printed; of R and statsmodels.

use clientele_analysis::inference::always_valid::{self, TUNING};
use clientele_analysis::inference::{
    Arm, Belief, Effect, Interval, Method, Pairs, Prior, Scale, Share, Side, Stratum, Sums, cuped,
    newcombe, pooled_z, post_stratified, sample_ratio,
};

use super::{close, printed};

fn sums(sum: f64, squares: f64, n: u32) -> Sums {
    Sums { n, sum, squares }
}

fn welch(control: Sums, treated: Sums, scale: Scale) -> Effect {
    let (a, b) = (Arm::mean(control).unwrap(), Arm::mean(treated).unwrap());
    Effect::between(a, b, scale).unwrap()
}

fn shares(control: (u32, u32), treated: (u32, u32)) -> Effect {
    let arm = |(hits, n)| Arm::share(hits, n).unwrap();
    Effect::between(arm(control), arm(treated), Scale::Relative).unwrap()
}

#[track_caller]
fn ends(found: Interval, low: f64, high: f64, digits: i32) {
    for (found, expected) in [(found.low, low), (found.high, high)] {
        match expected.is_infinite() {
            true => assert_eq!(found, expected),
            false => printed(found, expected, digits),
        }
    }
}

const OPEN: f64 = f64::INFINITY;

/// Control and treated of most of them.
fn usual() -> (Sums, Sums) {
    (
        sums(1396.87, 52377.9767, 3000),
        sums(2422.7, 134698.29, 3461),
    )
}

#[test]
fn f1_and_f2_welch_relative_and_absolute() {
    let (a, b) = (
        sums(1396.87, 52377.9767, 3407),
        sums(2422.7, 134698.29, 3461),
    );
    let relative = welch(a, b, Scale::Relative);
    printed(relative.estimate, 0.70732, 5);
    printed(relative.error, 0.37879, 5);
    printed(relative.df, 5841.742032, 6);
    printed(relative.p(Side::Both), 0.06191, 5);
    ends(
        relative.interval(0.05, Side::Both).unwrap(),
        -0.03526,
        1.44989,
        5,
    );
    let absolute = welch(a, b, Scale::Absolute);
    printed(absolute.estimate, 0.29, 5);
    printed(absolute.error, 0.12478, 5);
    printed(absolute.p(Side::Both), 0.02016, 5);
    ends(
        absolute.interval(0.05, Side::Both).unwrap(),
        0.04538,
        0.53462,
        5,
    );
}

#[test]
fn f3_shares_relative() {
    let effect = shares((14, 28), (16, 30));
    printed(effect.estimate, 0.06667, 5);
    printed(effect.error, 0.27170, 5);
    printed(effect.df, 55.70745, 5);
    printed(effect.p(Side::Both), 0.80707, 5);
    ends(
        effect.interval(0.05, Side::Both).unwrap(),
        -0.47767,
        0.61101,
        5,
    );
}

#[test]
fn f4_one_sided() {
    let (a, b) = usual();
    let relative = welch(a, b, Scale::Relative);
    close(relative.estimate, 0.503_361_085_856_235_8, 1e-13);
    close(relative.error, 0.333_412_214_640_073_5, 1e-13);
    close(relative.p(Side::Greater), 0.065_582_628_684_677_46, 1e-9);
    let interval = relative.interval(0.05, Side::Greater).unwrap();
    ends(interval, -0.045_136_675_850_396_046, OPEN, 10);
    let absolute = welch(a, b, Scale::Absolute);
    close(absolute.estimate, 0.234_376_666_666_666_68, 1e-13);
    close(absolute.error, 0.129_830_812_541_847_36, 1e-13);
    close(absolute.p(Side::Greater), 0.035_542_724_898_730_23, 1e-9);
    let interval = absolute.interval(0.05, Side::Greater).unwrap();
    ends(interval, 0.020_791_480_063_255_735, OPEN, 10);
    close(
        relative.p(Side::Less),
        1.0 - relative.p(Side::Greater),
        1e-14,
    );
}

#[test]
fn s1_and_s2_always_valid() {
    let (a, b) = usual();
    let effect = welch(a, b, Scale::Relative);
    printed(effect.estimate, 0.50336, 5);
    let interval = always_valid::interval(&effect, 0.05, Side::Both, 1000.0).unwrap();
    ends(interval, -0.55844, 1.56516, 5);
    assert_eq!(
        always_valid::p(&effect, 0.05, Side::Both, 1000.0).unwrap(),
        1.0
    );
    let effect = shares((1396, 3000), (2422, 3461));
    printed(effect.estimate, 0.50386, 5);
    printed(effect.error, 0.03386, 5);
    let interval = always_valid::interval(&effect, 0.05, Side::Both, TUNING).unwrap();
    ends(interval, 0.40098, 0.60675, 5);
    let p = always_valid::p(&effect, 0.05, Side::Both, TUNING).unwrap();
    assert!((5.165e-44..5.175e-44).contains(&p), "{p:e}");
}

#[test]
fn s3_always_valid_on_one_side() {
    let (a, b) = usual();
    let relative = welch(a, b, Scale::Relative);
    let greater = always_valid::interval(&relative, 0.05, Side::Greater, TUNING).unwrap();
    ends(greater, -0.423_564_546_027_908_83, OPEN, 11);
    let less = always_valid::interval(&relative, 0.05, Side::Less, TUNING).unwrap();
    ends(less, -OPEN, 1.430_286_717_740_380_6, 11);
    // Their search ends at 0.4999.
    let p = always_valid::p(&relative, 0.05, Side::Greater, TUNING).unwrap();
    assert!(p >= 0.4999, "{p}");
    let absolute = welch(a, b, Scale::Absolute);
    let greater = always_valid::interval(&absolute, 0.05, Side::Greater, TUNING).unwrap();
    ends(greater, -0.126_568_441_728_049_82, OPEN, 11);
    let less = always_valid::interval(&absolute, 0.05, Side::Less, TUNING).unwrap();
    ends(less, -OPEN, 0.595_321_775_061_383_2, 11);
    let p = always_valid::p(&absolute, 0.05, Side::Greater, TUNING).unwrap();
    // The vector is the twelfth halving towards it, where their search ends.
    let (mut low, mut high) = (1e-5, 0.4999);
    for _ in 0..11 {
        let middle = 0.5 * (low + high);
        match middle < p {
            true => low = middle,
            false => high = middle,
        }
    }
    close(0.5 * (low + high), 0.463_164_919_433_593_84, 1e-15);
    close(p, 0.463_047_357_794_625_86, 1e-13);
}

#[test]
fn c1_theta() {
    let before = [0.3, 0.5, 0.9, 22.0];
    let after = [2.0, 1.0, 5.0, 3.0];
    let both: Vec<_> = after.into_iter().zip(before).collect();
    let arm = Pairs::of(&both);
    printed(cuped(arm, arm).unwrap().theta, 0.01864, 5);
}

#[test]
fn c2_cuped_relative_always_valid() {
    let pairs = |y, x| Pairs {
        y,
        x,
        products: 1.0,
    };
    let control = pairs(sums(1396.87, 52377.9767, 3000), sums(16.87, 527.9767, 3000));
    let treated = pairs(sums(2422.7, 134698.29, 3461), sums(22.7, 1348.29, 3461));
    let adjusted = cuped(control, treated).unwrap();
    let effect = Effect::between(adjusted.control, adjusted.treated, Scale::Relative).unwrap();
    printed(effect.estimate, 0.50338, 5);
    printed(effect.error, 0.33341, 5);
    let interval = always_valid::interval(&effect, 0.05, Side::Both, TUNING).unwrap();
    ends(interval, -0.50969, 1.51646, 5);
    assert_eq!(
        always_valid::p(&effect, 0.05, Side::Both, TUNING).unwrap(),
        1.0
    );
}

/// Customers, Σy, Σy², Σx, Σx², Σyx of five segments, control and treated.
const STRATA: [[[f64; 6]; 2]; 5] = [
    [
        [
            21.0,
            330.0696210595999,
            5377.811252605509,
            104.90748970535698,
            544.8528083123211,
            1709.8485612477339,
        ],
        [
            42.0,
            708.1220000911836,
            12249.255519049513,
            205.17072061676208,
            1040.6742753852225,
            3561.161673449451,
        ],
    ],
    [
        [
            65.0,
            1391.96628040659,
            30546.63404187155,
            315.83926510817054,
            1578.8689285910423,
            6938.770455871619,
        ],
        [
            75.0,
            1807.4703052657744,
            45000.287664918586,
            377.29540367369503,
            1981.0803020754106,
            9428.146405105292,
        ],
    ],
    [
        [
            102.0,
            2916.824124651419,
            86396.06886690554,
            523.2717238353379,
            2797.158898626946,
            15535.162216800189,
        ],
        [
            101.0,
            3104.5399914554023,
            98365.40553530994,
            501.0447878972627,
            2596.899156698453,
            15962.754636573465,
        ],
    ],
    [
        [
            151.0,
            5172.587929941052,
            182453.04528037464,
            758.3911049329452,
            3955.922281372593,
            26846.415701194885,
        ],
        [
            121.0,
            4613.696610070716,
            180520.64781229294,
            603.9456523430367,
            3144.0820997706583,
            23789.82730157116,
        ],
    ],
    [
        [
            160.0,
            6539.348445231273,
            274981.98909352464,
            823.2824168385916,
            4389.893995072177,
            34727.84795433773,
        ],
        [
            162.0,
            7431.953259880505,
            349244.6690736718,
            832.356528363269,
            4439.253146704266,
            39332.667494781235,
        ],
    ],
];

fn strata() -> Vec<Stratum> {
    let pairs = |[n, y, yy, x, xx, products]: [f64; 6]| Pairs {
        y: sums(y, yy, n as u32),
        x: sums(x, xx, n as u32),
        products,
    };
    let stratum = |[control, treated]: [[f64; 6]; 2]| Stratum {
        control: pairs(control),
        treated: pairs(treated),
    };
    STRATA.map(stratum).to_vec()
}

#[test]
fn p1_and_p2_strata_without_and_with_cuped() {
    for (method, scale, estimate, error) in [
        (
            Method::Plain,
            Scale::Relative,
            0.10994584851937336,
            0.012225394656480164,
        ),
        (
            Method::Plain,
            Scale::Absolute,
            3.548094377986586,
            0.37634374823059685,
        ),
        (
            Method::Adjusted,
            Scale::Relative,
            0.11529547657147865,
            0.002206093195330933,
        ),
        (
            Method::Adjusted,
            Scale::Absolute,
            3.7116918650826394,
            0.07390409644392272,
        ),
    ] {
        let effect = post_stratified(&strata(), method, scale).unwrap();
        close(effect.estimate, estimate, 1e-13);
        close(effect.error, error, 1e-10);
    }
    let whole = strata()
        .iter()
        .fold(Stratum::default(), |all, part| Stratum {
            control: all.control.and(part.control),
            treated: all.treated.and(part.treated),
        });
    for (scale, estimate, error) in [
        (Scale::Relative, 0.0761103, 0.0205710),
        (Scale::Absolute, 2.493915, 0.652974),
    ] {
        let effect = welch(whole.control.y, whole.treated.y, scale);
        let digits = if scale == Scale::Relative { 7 } else { 6 };
        printed(effect.estimate, estimate, digits);
        printed(effect.error, error, digits);
    }
}

#[test]
fn b1_to_b3_beliefs() {
    let effect = shares((49, 100), (51, 100));
    let flat = Belief::after(effect, None).unwrap();
    printed(flat.mean, 0.04082, 5);
    printed(flat.deviation, 0.14725, 5);
    printed(flat.chance_to_win(), 0.60918, 5);
    printed(flat.risk().of_control, 0.0814, 5);
    printed(flat.risk().of_treatment, 0.04058, 5);
    ends(flat.interval(0.05).unwrap(), -0.24779, 0.32943, 5);
    let effect = welch(
        sums(100.0, 1002.25, 10),
        sums(105.0, 1111.5, 10),
        Scale::Relative,
    );
    let flat = Belief::after(effect, None).unwrap();
    printed(flat.mean, 0.05, 5);
    printed(flat.deviation, 0.03572, 5);
    printed(flat.chance_to_win(), 0.91923, 5);
    printed(flat.risk().of_control, 0.05131, 5);
    printed(flat.risk().of_treatment, 0.00131, 5);
    ends(flat.interval(0.05).unwrap(), -0.02, 0.12, 2);
    let prior = Prior {
        mean: 0.1,
        variance: 0.1,
    };
    let told = Belief::after(effect, Some(prior)).unwrap();
    printed(told.mean, 0.05063, 5);
    printed(told.deviation, 0.03549, 5);
    printed(told.chance_to_win(), 0.92315, 5);
    printed(told.risk().of_control, 0.05186, 5);
    printed(told.risk().of_treatment, 0.00123, 5);
    ends(told.interval(0.05).unwrap(), -0.01893, 0.12019, 5);
}

#[test]
fn risks_far_out_keep_their_digits() {
    // E[max(d, 0)] of a normal d, by SciPy's quadrature of x φ(x − mean).
    for (mean, expected) in [
        (-29.0, 1.1317268506135858e-186),
        (-31.0, 8.676354134911037e-213),
        (-36.0, 1.1600539333726329e-285),
    ] {
        let belief = Belief {
            mean,
            deviation: 1.0,
        };
        close(belief.risk().of_control, expected, 1e-8);
    }
}

#[test]
fn w3_delta_method() {
    let arm = |n, mean, variance| Arm::checked(n, mean, variance).unwrap();
    let (a, b) = (arm(4, 7.0, 2.0), arm(15, 5.0, 0.5));
    let variance = |scale| Effect::between(a, b, scale).unwrap().error.powi(2);
    printed(variance(Scale::Absolute), 0.53333, 5);
    printed(variance(Scale::Relative), 0.00589, 5);
}

#[test]
fn r1_a_loss_keeps_the_sign_of_the_change() {
    let lift = |control, treated| {
        let arm = |mean| Arm::checked(100, mean, 1.0).unwrap();
        Effect::between(arm(control), arm(treated), Scale::Relative)
            .unwrap()
            .estimate
    };
    assert_eq!(lift(-10.0, -5.0), 0.5);
    assert_eq!(lift(-10.0, -15.0), -0.5);
    assert_eq!(lift(-2.0, 3.0), 2.5);
    // CUPED: −9 to −4, relative to −10 before adjustment.
    let adjusted = |mean, baseline| Arm {
        baseline,
        ..Arm::checked(100, mean, 1.0).unwrap()
    };
    let effect = Effect::between(adjusted(-9.0, -10.0), adjusted(-4.0, -5.0), Scale::Relative);
    assert_eq!(effect.unwrap().estimate, 0.5);
}

#[test]
fn sample_ratios() {
    for (customers, shares, chi_squared, p) in [
        (
            &[44000, 45000][..],
            &[1.0, 1.0][..],
            11.235955056179776,
            0.0008022781177678721,
        ),
        (
            &[4821, 5003],
            &[1.0, 1.0],
            3.371742671009772,
            0.06632356468047247,
        ),
        (
            &[1000, 1100, 1050],
            &[1.0, 1.0, 1.0],
            4.761904761904762,
            0.09246247606291999,
        ),
    ] {
        let found = sample_ratio(customers, shares).unwrap();
        close(found.chi_squared, chi_squared, 1e-13);
        close(found.p, p, 1e-12);
        assert_eq!(found.is_broken(), p < 0.001);
        assert_eq!(found.stray, 0);
    }
}

#[test]
fn an_arm_without_a_share_costs_no_degree_of_freedom() {
    let without = sample_ratio(&[44000, 45000], &[0.5, 0.5]).unwrap();
    let with = sample_ratio(&[44000, 70, 45000], &[0.5, 0.0, 0.5]).unwrap();
    assert_eq!((with.df, with.p, with.stray), (1, without.p, 70));
    assert!(with.is_broken());
}

#[test]
fn conversions_of_statsmodels() {
    let share = |hits, n| Share { hits, n };
    let test = pooled_z(share(210, 5000), share(250, 5000)).unwrap();
    close(test.z, 1.909443833754016, 1e-13);
    close(test.p, 0.05620486073162405, 1e-12);
    let interval = newcombe(share(210, 5000), share(250, 5000), 0.05).unwrap();
    ends(interval, -0.0002205868, 0.0162525176, 10);
}
