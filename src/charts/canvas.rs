//! A sheet to draw on: plotters elements in, an SVG string of classes out.
//!
//! The backend is our own for three reasons: tokens instead of colours (see [`super::ink`]), tenths of a pixel (plotters
//! counts in whole ones; the sheet is ten times as large and the printer divides), and text that is measured from a table
//! of widths instead of through the DOM, so that charts are drawn and tested natively.

use std::cell::RefCell;
use std::convert::Infallible;
use std::fmt::Write;
use std::rc::Rc;

use plotters::coord::Shift;
use plotters::prelude::{
    Circle, DrawingArea, IntoFont, PathElement, Polygon, RGBAColor, Rectangle, ShapeStyle, Text,
};
use plotters::style::TextStyle;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

use super::ink::{Ink, Type};
use super::mark::{Mark, Picture};

/// Where a text begins, ends or has its middle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// The point is the left end.
    Start,
    /// The point is the middle.
    Middle,
    /// The point is the right end.
    End,
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// One crisp pixel: grid and axes.
    Hair,
    /// One and a half pixels.
    Thin,
    /// Two pixels: the subject of the chart.
    Line,
    /// One dashed pixel.
    Dash,
}

const DASH: u8 = 1;
const CRISP: u8 = 2;
const HALO: u8 = 4;
const TENTHS: f64 = 10.0;

/// One chart in the making; sizes and positions in CSS pixels.
pub struct Canvas {
    sheet: Rc<RefCell<Sheet>>,
    area: DrawingArea<Sheet, Shift>,
    marks: Vec<Mark>,
    /// Width in CSS pixels.
    pub w: f64,
    /// Height in CSS pixels.
    pub h: f64,
}

impl Canvas {
    /// An empty sheet.
    pub fn new(w: f64, h: f64) -> Self {
        let sheet = Rc::new(RefCell::new(Sheet {
            out: String::new(),
            size: (px(w).unsigned_abs(), px(h).unsigned_abs()),
        }));
        let area = DrawingArea::from(&sheet);
        Self {
            sheet,
            area,
            marks: Vec::new(),
            w,
            h,
        }
    }

    fn draw<'a, E>(&self, element: &'a E)
    where
        &'a E: plotters::element::PointCollection<'a, BackendCoord>,
        E: plotters::element::Drawable<Sheet>,
    {
        // The sheet's error type is `Infallible`, and an element that cannot be laid out is simply not drawn.
        let _ = self.area.draw(element);
    }

    /// A filled rectangle with corners of `radius` pixels.
    pub fn rect(&self, x: f64, y: f64, w: f64, h: f64, ink: Ink, radius: u8) {
        self.rect_faint(x, y, w, h, ink, radius, 1.0);
    }

    /// A filled rectangle that lets through what is behind it.
    #[expect(clippy::too_many_arguments, reason = "four of them are one rectangle")]
    pub fn rect_faint(&self, x: f64, y: f64, w: f64, h: f64, ink: Ink, radius: u8, alpha: f64) {
        let style = ShapeStyle {
            color: RGBAColor(ink.code(), 0, radius, alpha),
            filled: true,
            stroke_width: 0,
        };
        let corners = [(px(x), px(y)), (px(x + w.max(0.0)), px(y + h.max(0.0)))];
        self.draw(&Rectangle::new(corners, style));
    }

    /// The outline of a rectangle, drawn inside the given box.
    pub fn frame(&self, x: f64, y: f64, w: f64, h: f64, ink: Ink) {
        let style = ShapeStyle {
            color: RGBAColor(ink.code(), 0, 2, 1.0),
            filled: false,
            stroke_width: 15,
        };
        let (w, h) = ((w - 1.5).max(0.5), (h - 1.5).max(0.5));
        let (x, y) = (x + 0.75, y + 0.75);
        self.draw(&Rectangle::new(
            [(px(x), px(y)), (px(x + w), px(y + h))],
            style,
        ));
    }

    /// A line through the points.
    pub fn line(&self, points: &[(f64, f64)], ink: Ink, stroke: Stroke) {
        let (width, look) = match stroke {
            Stroke::Hair => (10, CRISP),
            Stroke::Thin => (15, 0),
            Stroke::Line => (20, 0),
            Stroke::Dash => (10, DASH),
        };
        let style = ShapeStyle {
            color: RGBAColor(ink.code(), look, 0, 1.0),
            filled: false,
            stroke_width: width,
        };
        let points: Vec<_> = points.iter().map(|&(x, y)| (px(x), px(y))).collect();
        self.draw(&PathElement::new(points, style));
    }

    /// A filled shape.
    pub fn shape(&self, points: &[(f64, f64)], ink: Ink, alpha: f64) {
        let points: Vec<_> = points.iter().map(|&(x, y)| (px(x), px(y))).collect();
        self.draw(&Polygon::new(points, RGBAColor(ink.code(), 0, 0, alpha)));
    }

    /// A filled dot.
    pub fn dot(&self, x: f64, y: f64, radius: f64, ink: Ink, alpha: f64) {
        let style = ShapeStyle {
            color: RGBAColor(ink.code(), 0, 0, alpha),
            filled: true,
            stroke_width: 0,
        };
        self.draw(&Circle::new((px(x), px(y)), px(radius), style));
    }

    /// An open dot: what was, what is compared with.
    pub fn ring(&self, x: f64, y: f64, radius: f64, ink: Ink) {
        self.dot(x, y, radius + 1.0, Ink::Surface, 1.0);
        let style = ShapeStyle {
            color: RGBAColor(ink.code(), 0, 0, 1.0),
            filled: false,
            stroke_width: 20,
        };
        self.draw(&Circle::new((px(x), px(y)), px(radius), style));
    }

    /// A line of text on the baseline `y`.
    pub fn text(&self, x: f64, y: f64, text: &str, set: Type, at: At) {
        self.write(x, y, text, set, at, 0);
    }

    /// A line of text with a halo, for labels that lie over marks.
    pub fn over(&self, x: f64, y: f64, text: &str, set: Type, at: At) {
        self.write(x, y, text, set, at, HALO);
    }

    fn write(&self, x: f64, y: f64, text: &str, set: Type, at: At, look: u8) {
        let h = match at {
            At::Start => HPos::Left,
            At::Middle => HPos::Center,
            At::End => HPos::Right,
        };
        let color = RGBAColor(set.code(), look, 0, 1.0);
        let font = ("sans-serif", 12).into_font();
        let style = TextStyle::from(font)
            .color(&color)
            .pos(Pos::new(h, VPos::Bottom));
        self.draw(&Text::new(text, (px(x), px(y)), style));
    }

    /// Lays a mark that answers to hover, focus and click over a box in pixels.
    pub fn mark(&mut self, x: f64, y: f64, w: f64, h: f64, mark: Mark) {
        let share = |v: f64, of: f64| {
            if of > 0.0 {
                (1000.0 * v / of).round() / 10.0
            } else {
                0.0
            }
        };
        self.marks.push(Mark {
            x: share(x, self.w),
            y: share(y, self.h),
            w: share(w, self.w),
            h: share(h, self.h),
            at: mark.at.map(|at| share(at - y, h)),
            ..mark
        });
    }

    /// The finished picture; `label` says in words what it shows.
    pub fn finish(self, label: &str) -> Picture {
        let mut svg = String::new();
        let (w, h) = (self.w.round(), self.h.round());
        // Writing to a string cannot fail.
        let _ = write!(
            svg,
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" aria-label=""#
        );
        escape(&mut svg, label);
        svg.push_str("\">\n");
        svg.push_str(&self.sheet.borrow().out);
        svg.push_str("</svg>\n");
        Picture {
            svg,
            w,
            h,
            marks: self.marks,
        }
    }
}

/// The width of a line of 12-pixel text, near enough for every system font.
pub fn text_width(text: &str, set: Type) -> f64 {
    let mean = match set {
        Type::Big => 1.06 * 14.0 / 12.0,
        Type::Label | Type::Accent => 1.06,
        Type::Plain | Type::Axis | Type::OnDiverging(_) => 1.0,
    };
    let width: f64 =
        text.chars()
            .map(|c| match c {
                'i' | 'j' | 'l' | 't' | 'f' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!'
                | ' ' => 3.3,
                'r' | '(' | ')' | '-' | '/' => 4.2,
                'm' | 'w' | 'M' | 'W' | '%' | '@' | '→' => 10.0,
                'A'..='Z' => 8.2,
                _ => 6.7,
            })
            .sum();
    width * mean
}

/// The text, cut with an ellipsis where it is wider than `room` pixels.
pub fn fit(text: &str, room: f64, set: Type) -> String {
    if text_width(text, set) <= room {
        return text.to_owned();
    }
    let mut cut = String::new();
    for c in text.chars() {
        cut.push(c);
        if text_width(&cut, set) + 8.0 > room {
            cut.pop();
            break;
        }
    }
    format!("{}…", cut.trim_end())
}

fn px(v: f64) -> i32 {
    // Far outside any screen, and far inside i32.
    const EDGE: f64 = 1e6;
    if v.is_finite() {
        (v.clamp(-EDGE, EDGE) * TENTHS).round() as i32
    } else {
        0
    }
}

fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
}

struct Tenth(i32);

impl std::fmt::Display for Tenth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (self.0.unsigned_abs() / 10, self.0.unsigned_abs() % 10);
        if part == 0 {
            write!(f, "{sign}{whole}")
        } else {
            write!(f, "{sign}{whole}.{part}")
        }
    }
}

/// The plotters backend behind a [`Canvas`].
pub struct Sheet {
    out: String,
    size: (u32, u32),
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl Sheet {
    fn faint(&mut self, color: BackendColor) {
        if color.alpha < 1.0 {
            let _ = write!(self.out, r#" opacity="{:.2}""#, color.alpha);
        }
    }

    fn stroke(&mut self, color: BackendColor, width: u32) {
        let name = Ink::name(color.rgb.0);
        let _ = write!(self.out, r#" class="s-{name}"#);
        match width {
            0..=10 => {}
            11..=15 => self.out.push_str(" w15"),
            _ => self.out.push_str(" w2"),
        }
        if color.rgb.1 & DASH != 0 {
            self.out.push_str(" dash");
        }
        if color.rgb.1 & CRISP != 0 {
            self.out.push_str(" crisp");
        }
        self.out.push('"');
        self.faint(color);
    }

    fn fill(&mut self, color: BackendColor) {
        let _ = write!(self.out, r#" class="f-{}""#, Ink::name(color.rgb.0));
        self.faint(color);
    }
}

impl DrawingBackend for Sheet {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, color: BackendColor) -> Drawn {
        self.draw_rect(at, (at.0 + 10, at.1 + 10), &color, true)
    }

    fn draw_line<S: BackendStyle>(&mut self, a: BackendCoord, b: BackendCoord, style: &S) -> Drawn {
        self.draw_path([a, b], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        a: BackendCoord,
        b: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let (x, y) = (Tenth(a.0.min(b.0)), Tenth(a.1.min(b.1)));
        let (w, h) = (Tenth((b.0 - a.0).abs()), Tenth((b.1 - a.1).abs()));
        let _ = write!(
            self.out,
            r#"<rect x="{x}" y="{y}" width="{w}" height="{h}""#
        );
        let color = style.color();
        if color.rgb.2 > 0 {
            let _ = write!(self.out, r#" rx="{}""#, color.rgb.2);
        }
        if fill {
            self.fill(color);
        } else {
            self.stroke(color, style.stroke_width());
        }
        self.out.push_str("/>\n");
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.out.push_str(r#"<path d=""#);
        for (i, (x, y)) in path.into_iter().enumerate() {
            let step = if i == 0 { 'M' } else { 'L' };
            let _ = write!(self.out, "{step}{} {}", Tenth(x), Tenth(y));
        }
        self.out.push('"');
        self.stroke(style.color(), style.stroke_width());
        self.out.push_str("/>\n");
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        at: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let r = Tenth(i32::try_from(radius).unwrap_or(i32::MAX));
        let _ = write!(
            self.out,
            r#"<circle cx="{}" cy="{}" r="{r}""#,
            Tenth(at.0),
            Tenth(at.1)
        );
        if fill {
            self.fill(style.color());
        } else {
            self.stroke(style.color(), style.stroke_width());
        }
        self.out.push_str("/>\n");
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        points: I,
        style: &S,
    ) -> Drawn {
        self.out.push_str(r#"<polygon points=""#);
        for (i, (x, y)) in points.into_iter().enumerate() {
            let gap = if i == 0 { "" } else { " " };
            let _ = write!(self.out, "{gap}{},{}", Tenth(x), Tenth(y));
        }
        self.out.push('"');
        self.fill(style.color());
        self.out.push_str("/>\n");
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        let _ = write!(self.out, r#"<text x="{}" y="{}""#, Tenth(at.0), Tenth(at.1));
        match style.anchor().h_pos {
            HPos::Left => {}
            HPos::Center => self.out.push_str(r#" text-anchor="middle""#),
            HPos::Right => self.out.push_str(r#" text-anchor="end""#),
        }
        let color = style.color();
        let class = Type::class(color.rgb.0);
        let halo = (color.rgb.1 & HALO != 0).then_some("halo");
        let classes: Vec<_> = class.into_iter().chain(halo).collect();
        if !classes.is_empty() {
            let _ = write!(self.out, r#" class="{}""#, classes.join(" "));
        }
        self.out.push('>');
        escape(&mut self.out, text);
        self.out.push_str("</text>\n");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_numbers_have_one_decimal() {
        let c = Canvas::new(100.0, 20.0);
        c.text(1.26, 2.0, "<a & \"b\">", Type::Label, At::End);
        c.rect(0.0, 0.0, f64::NAN, 1.0, Ink::Segment(3), 2);
        let svg = c.finish("A < B").svg;
        assert!(svg.contains(r#"<text x="1.3" y="2" text-anchor="end" class="lab">&lt;a &amp; &quot;b&quot;&gt;</text>"#), "{svg}");
        assert!(
            svg.contains(r#"<rect x="0" y="0" width="0" height="1" rx="2" class="f-s3"/>"#),
            "{svg}"
        );
        assert!(svg.contains(r#"aria-label="A &lt; B""#));
    }

    #[test]
    fn long_names_are_cut_to_the_room_they_have() {
        assert_eq!(fit("Short", 100.0, Type::Plain), "Short");
        let cut = fit("White hanging heart t-light holder", 90.0, Type::Plain);
        assert!(
            cut.ends_with('…') && text_width(&cut, Type::Plain) <= 95.0,
            "{cut}"
        );
    }
}
