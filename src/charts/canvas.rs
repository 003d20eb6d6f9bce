//! A sheet to draw on: plotters elements in, an SVG string of classes out (see [`super::svg`]).

use std::cell::RefCell;
use std::fmt::Write;
use std::rc::Rc;

use plotters::coord::Shift;
use plotters::prelude::{
    Circle, DrawingArea, IntoFont, PathElement, Polygon, RGBAColor, Rectangle, ShapeStyle, Text,
};
use plotters::style::TextStyle;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters_backend::BackendCoord;

use super::ink::{Ink, Look, Stroke, Type};
use super::mark::{Mark, Picture};
use super::svg::{Svg, escape, px};
use super::text::fit;

/// From one line of text to the next, in pixels.
const LINE: f64 = 14.0;

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

/// What plotters is told of a shape's style: whether it is filled. Its colour and width are those of its [`Look`].
const FILLED: ShapeStyle = style(true);
/// See [`FILLED`].
const OUTLINED: ShapeStyle = style(false);

const fn style(filled: bool) -> ShapeStyle {
    ShapeStyle {
        color: RGBAColor(0, 0, 0, 1.0),
        filled,
        stroke_width: 1,
    }
}

/// One chart in the making; sizes and positions in CSS pixels.
pub struct Canvas {
    svg: Rc<RefCell<Svg>>,
    area: DrawingArea<Svg, Shift>,
    marks: Vec<Mark>,
    /// Width in CSS pixels.
    pub w: f64,
    /// Height in CSS pixels.
    pub h: f64,
}

impl Canvas {
    /// An empty sheet.
    pub fn new(w: f64, h: f64) -> Self {
        let svg = Rc::new(RefCell::new(Svg::new(w, h)));
        let area = DrawingArea::from(&svg);
        Self {
            svg,
            area,
            marks: Vec::new(),
            w,
            h,
        }
    }

    fn draw<'a, E>(&self, element: &'a E, look: Look)
    where
        &'a E: plotters::element::PointCollection<'a, BackendCoord>,
        E: plotters::element::Drawable<Svg>,
    {
        self.svg.borrow_mut().look = look;
        // The backend's error type is `Infallible`, and an element that cannot be laid out is simply not drawn.
        let _ = self.area.draw(element);
    }

    /// A filled rectangle with corners of `radius` pixels.
    pub fn rect(&self, x: f64, y: f64, w: f64, h: f64, ink: Ink, radius: u8) {
        self.rect_faint(x, y, w, h, ink, radius, 1.0);
    }

    /// A filled rectangle that lets through what is behind it.
    #[expect(clippy::too_many_arguments, reason = "four of them are one rectangle")]
    pub fn rect_faint(&self, x: f64, y: f64, w: f64, h: f64, ink: Ink, radius: u8, alpha: f64) {
        let corners = [at(x, y), at(x + w.max(0.0), y + h.max(0.0))];
        let look = Look::fill(ink, alpha).round(radius);
        self.draw(&Rectangle::new(corners, FILLED), look);
    }

    /// The outline of a rectangle, drawn inside the given box.
    pub fn frame(&self, x: f64, y: f64, w: f64, h: f64, ink: Ink) {
        let (w, h) = ((w - 1.5).max(0.5), (h - 1.5).max(0.5));
        let (x, y) = (x + 0.75, y + 0.75);
        let look = Look::stroke(ink, Stroke::Thin).round(2);
        let corners = [at(x, y), at(x + w, y + h)];
        self.draw(&Rectangle::new(corners, OUTLINED), look);
    }

    /// A line through the points.
    pub fn line(&self, points: &[(f64, f64)], ink: Ink, stroke: Stroke) {
        let points: Vec<_> = points.iter().map(|&(x, y)| at(x, y)).collect();
        self.draw(
            &PathElement::new(points, OUTLINED),
            Look::stroke(ink, stroke),
        );
    }

    /// A filled shape.
    pub fn shape(&self, points: &[(f64, f64)], ink: Ink, alpha: f64) {
        let points: Vec<_> = points.iter().map(|&(x, y)| at(x, y)).collect();
        self.draw(&Polygon::new(points, FILLED), Look::fill(ink, alpha));
    }

    /// A filled dot.
    pub fn dot(&self, x: f64, y: f64, radius: f64, ink: Ink, alpha: f64) {
        self.draw(
            &Circle::new(at(x, y), px(radius), FILLED),
            Look::fill(ink, alpha),
        );
    }

    /// Many filled dots of one colour. Each of the four layers is one element, so that a thousand dots are drawn at once;
    /// where dots of different layers meet it is darker.
    pub fn dots(&self, points: &[(f64, f64)], radius: f64, ink: Ink, alpha: f64) {
        const LAYERS: usize = 4;
        for layer in 0..LAYERS {
            let points = points.iter().skip(layer).step_by(LAYERS);
            let points = points.map(|&(x, y)| at(x, y));
            self.svg.borrow_mut().dots(points, radius, ink, alpha);
        }
    }

    /// An open dot: what was, what is compared with.
    pub fn ring(&self, x: f64, y: f64, radius: f64, ink: Ink) {
        self.dot(x, y, radius + 1.0, Ink::Surface, 1.0);
        self.draw(
            &Circle::new(at(x, y), px(radius), OUTLINED),
            Look::stroke(ink, Stroke::Line),
        );
    }

    /// A line of text on the baseline `y`.
    pub fn text(&self, x: f64, y: f64, text: &str, set: Type, at: At) {
        self.write(x, y, text, at, Look::text(set, false));
    }

    /// A line of text with a halo, for labels that lie over marks.
    pub fn over(&self, x: f64, y: f64, text: &str, set: Type, at: At) {
        self.write(x, y, text, at, Look::text(set, true));
    }

    /// Lines of text, one below the other, around the middle `y`.
    pub fn lines<'a>(
        &self,
        x: f64,
        y: f64,
        lines: impl IntoIterator<Item = (&'a str, Type)>,
        room: f64,
        at: At,
    ) {
        let lines: Vec<_> = lines.into_iter().filter(|l| !l.0.is_empty()).collect();
        let first = y + 4.0 - LINE * (lines.len().saturating_sub(1)) as f64 / 2.0;
        for (i, (text, set)) in lines.into_iter().enumerate() {
            let y = first + LINE * i as f64;
            self.text(x, y, &fit(text, room, set), set, at);
        }
    }

    fn write(&self, x: f64, y: f64, text: &str, anchor: At, look: Look) {
        let h = match anchor {
            At::Start => HPos::Left,
            At::Middle => HPos::Center,
            At::End => HPos::Right,
        };
        let font = ("sans-serif", 12).into_font();
        let style = TextStyle::from(font).pos(Pos::new(h, VPos::Bottom));
        self.draw(&Text::new(text, at(x, y), style), look);
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
        svg.push_str(&self.svg.borrow().out);
        svg.push_str("</svg>\n");
        Picture {
            svg,
            w,
            h,
            marks: self.marks,
        }
    }
}

/// A place in the backend's tenths of a pixel.
fn at(x: f64, y: f64) -> BackendCoord {
    (px(x), px(y))
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
}
