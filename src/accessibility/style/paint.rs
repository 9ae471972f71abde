//! What is painted behind text: colours, gradients, pictures. Knows values; not the stack of elements.

use std::sync::Arc;

use cssparser::{Parser, Token};

use super::color::{self, Color, Rgba};

/// The image layer of a background.
#[derive(Debug, Clone, PartialEq)]
pub enum Image {
    /// None.
    None,
    /// A gradient between known colours.
    Gradient(Arc<[Rgba]>),
    /// A picture, or a gradient of colours that are not known.
    Picture,
}

/// Reads `background` or `background-image`: the colour, if one is given, and the image.
pub(super) fn background(text: &str) -> (Option<Color>, Image) {
    let mut input = Parser::new(text);
    let (mut ground, mut image) = (None, Image::None);
    loop {
        let start = input.state();
        let Ok(token) = input.next().cloned() else { break };
        match token {
            Token::UnquotedUrl(_) => image = Image::Picture,
            Token::Function(name) => {
                let name = name.to_ascii_lowercase();
                if is_gradient(&name) {
                    image = gradient(&mut input);
                } else if is_picture(&name) {
                    image = Image::Picture;
                } else {
                    let after = input.state();
                    input.reset(&start);
                    match color::parse(&mut input) {
                        Ok(found) => ground = Some(found),
                        Err(_) => input.reset(&after),
                    }
                }
            }
            Token::Hash(_) | Token::IDHash(_) | Token::Ident(_) => {
                let after = input.state();
                input.reset(&start);
                match color::parse(&mut input) {
                    Ok(found) => ground = Some(found),
                    Err(_) => input.reset(&after),
                }
            }
            _ => {}
        }
    }
    (ground, image)
}

fn is_gradient(name: &str) -> bool {
    name.ends_with("gradient")
}

fn is_picture(name: &str) -> bool {
    matches!(
        name,
        "url" | "src" | "image" | "image-set" | "-webkit-image-set" | "cross-fade" | "element" | "paint"
    )
}

/// The colours of a gradient; a picture when one of them is not known.
fn gradient(input: &mut Parser<'_>) -> Image {
    let stops = input.parse_nested_block(|input| {
        let (mut stops, mut known) = (Vec::new(), true);
        loop {
            let start = input.state();
            let Ok(token) = input.next().cloned() else { break };
            if matches!(token, Token::Function(_) | Token::Hash(_) | Token::IDHash(_) | Token::Ident(_)) {
                let after = input.state();
                input.reset(&start);
                match color::parse(input) {
                    Ok(Color::Rgba(stop)) => stops.push(stop),
                    Ok(_) => known = false,
                    Err(_) => input.reset(&after),
                }
            }
        }
        Ok::<_, cssparser::ParseError<()>>((stops, known))
    });
    match stops {
        Ok((stops, true)) if !stops.is_empty() => Image::Gradient(stops.into()),
        _ => Image::Picture,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backgrounds() {
        let check = |text: &str, colored: bool, stops: Option<usize>| {
            let (ground, image) = background(text);
            assert_eq!(ground.is_some(), colored, "{text}");
            let found = match image {
                Image::None => None,
                Image::Gradient(stops) => Some(stops.len()),
                Image::Picture => Some(0),
            };
            assert_eq!(found, stops, "{text}");
        };
        check("#fff", true, None);
        check("none", false, None);
        check("#000 no-repeat -20px -20px url('a.png')", true, Some(0));
        check("linear-gradient(to right, #FFF, #0FF)", false, Some(2));
        check("linear-gradient(90deg, transparent, transparent 3.3em, rgb(0 0 0) 6em)", false, Some(3));
        check("no-repeat center", false, None);
        check("url(a.png), rgba(0,0,0,.5)", true, Some(0));
    }
}
