//! The plotters backend behind a canvas: an SVG string of classes.
//!
//! It is our own for two reasons: classes instead of colours (see [`super::ink`]), and tenths of a pixel: plotters counts in
//! whole ones, so the drawing is ten times as large and the printer divides.

use std::convert::Infallible;
use std::fmt::Write;

use plotters::style::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

use super::ink::{Ink, Look, Type};

const TENTHS: f64 = 10.0;

/// A length in tenths of a pixel.
pub(super) fn px(v: f64) -> i32 {
    // Far outside any screen, and far inside i32.
    const EDGE: f64 = 1e6;
    if v.is_finite() {
        (v.clamp(-EDGE, EDGE) * TENTHS).round() as i32
    } else {
        0
    }
}

/// Adds a text to an SVG.
pub(crate) fn escape(out: &mut String, text: &str) {
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

/// What has been drawn so far. The styles that plotters passes along are not looked at, but for the anchor of a text.
pub(super) struct Svg {
    pub(super) out: String,
    /// How the next element looks.
    pub(super) look: Look,
    size: (u32, u32),
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl Svg {
    /// Nothing yet, on so many pixels.
    pub(super) fn new(w: f64, h: f64) -> Self {
        Self {
            out: String::new(),
            look: Look::text(Type::Plain, false),
            size: (px(w).unsigned_abs(), px(h).unsigned_abs()),
        }
    }

    /// Dots as one path of lines without length whose ends are round; plotters has no such element.
    pub(super) fn dots(
        &mut self,
        points: impl Iterator<Item = BackendCoord>,
        radius: f64,
        ink: Ink,
        alpha: f64,
    ) {
        let mut points = points.peekable();
        if points.peek().is_none() {
            return;
        }
        self.out.push_str(r#"<path d=""#);
        for (x, y) in points {
            let _ = write!(self.out, "M{} {}h0", Tenth(x), Tenth(y));
        }
        let (name, wide) = (ink.name(), 2.0 * radius);
        let _ = writeln!(
            self.out,
            r#"" class="s-{name}" stroke-width="{wide}" opacity="{alpha}"/>"#
        );
    }

    /// Writes the class and what has none.
    fn write_look(&mut self) {
        let Look { class, alpha, .. } = &self.look;
        if !class.is_empty() {
            let _ = write!(self.out, r#" class="{class}""#);
        }
        if *alpha < 1.0 {
            let _ = write!(self.out, r#" opacity="{alpha:.2}""#);
        }
    }

    /// Closes an element without content.
    fn close(&mut self) -> Drawn {
        self.write_look();
        self.out.push_str("/>\n");
        Ok(())
    }
}

impl DrawingBackend for Svg {
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
        _: &S,
        _: bool,
    ) -> Drawn {
        let (x, y) = (Tenth(a.0.min(b.0)), Tenth(a.1.min(b.1)));
        let (w, h) = (Tenth((b.0 - a.0).abs()), Tenth((b.1 - a.1).abs()));
        let _ = write!(
            self.out,
            r#"<rect x="{x}" y="{y}" width="{w}" height="{h}""#
        );
        if self.look.radius > 0 {
            let _ = write!(self.out, r#" rx="{}""#, self.look.radius);
        }
        self.close()
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        _: &S,
    ) -> Drawn {
        self.out.push_str(r#"<path d=""#);
        for (i, (x, y)) in path.into_iter().enumerate() {
            let step = if i == 0 { 'M' } else { 'L' };
            let _ = write!(self.out, "{step}{} {}", Tenth(x), Tenth(y));
        }
        self.out.push('"');
        self.close()
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        at: BackendCoord,
        radius: u32,
        _: &S,
        _: bool,
    ) -> Drawn {
        let r = Tenth(i32::try_from(radius).unwrap_or(i32::MAX));
        let _ = write!(
            self.out,
            r#"<circle cx="{}" cy="{}" r="{r}""#,
            Tenth(at.0),
            Tenth(at.1)
        );
        self.close()
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        points: I,
        _: &S,
    ) -> Drawn {
        self.out.push_str(r#"<polygon points=""#);
        for (i, (x, y)) in points.into_iter().enumerate() {
            let gap = if i == 0 { "" } else { " " };
            let _ = write!(self.out, "{gap}{},{}", Tenth(x), Tenth(y));
        }
        self.out.push('"');
        self.close()
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        let _ = write!(self.out, r#"<text x="{}" y="{}""#, Tenth(at.0), Tenth(at.1));
        match style.anchor().h_pos {
            HPos::Left => {}
            HPos::Center => self.out.push_str(r#" text-anchor="middle""#),
            HPos::Right => self.out.push_str(r#" text-anchor="end""#),
        }
        self.write_look();
        self.out.push('>');
        escape(&mut self.out, text);
        self.out.push_str("</text>\n");
        Ok(())
    }
}
