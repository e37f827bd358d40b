use super::*;

fn message(text: &str) -> Option<String> {
    let document = read(text);
    document
        .declaration
        .or(document.violation)
        .map(|found| format!("{}: {}", found.offset, found.message))
}

#[test]
fn well_formed_documents_are() {
    for text in [
        "<a/>",
        "<?xml version='1.0' encoding=\"UTF-8\" standalone = 'no' ?>\n<!-- - --><?b c?><a>]] ></a><!---->\n<?d?>",
        "<a b='\"' c=\"'>\" xml:lang=''><![CDATA[<&]]]]>]</a >",
        "<é·.-1 xmlns='u'><x:b xmlns:x='v' x:c='1' c='2'/></é·.-1>",
        "<a>&lt;&#60;&#x3C;&amp;&quot;&apos;&gt;</a>",
        "<!DOCTYPE a [<!ENTITY e '<b>&amp;</b>'><!ENTITY f '&e;&e;'>]><a>&f;</a>",
        "<!DOCTYPE a [<!ENTITY lt '&#38;#60;'><!ELEMENT a (b?,(c|d)*)+><!ELEMENT b (#PCDATA|c)*>]><a/>",
        "<!DOCTYPE a [<!ATTLIST a b CDATA #IMPLIED c (x|1) 'x' d NOTATION (n) #REQUIRED>]><a/>",
        "<!DOCTYPE a PUBLIC 'p' 's' [<!NOTATION n PUBLIC 'p'>]><a>&unknown;</a>",
        "<!DOCTYPE a [<!ENTITY % p '<!ENTITY e \"f\">'>%p;]><a>&e;</a>",
        "<!DOCTYPE a [<!ENTITY e SYSTEM 'x'>]><a>&e;</a>",
    ] {
        assert_eq!(message(text), None, "{text}");
    }
}

/// Where documents are not well-formed; the place is marked with `¦`.
#[test]
fn what_is_not_well_formed_is_found_at_its_place() {
    for marked in [
        "¦",
        "<a>¦",
        "<a b='1' ¦b='2'/>",
        "<a b='1'¦c='2'/>",
        "<a b=¦1/>",
        "<a ¦b/>",
        "<a ¦b='x>y<c d='e'/>",
        "<a b='x¦<y'/>",
        "<a>¦]]></a>",
        "<a><b>¦</a></b>",
        "<a/>¦<b/>",
        "<a/>¦x",
        "<a>¦< b</a>",
        "<a>x ¦& y</a>",
        "<a>¦&b</a>",
        "<a>¦&nbsp;</a>",
        "<a>¦&#;</a>",
        "<a>¦&#xZZ;</a>",
        "<a>¦&#0;</a>",
        "<a>¦&#xD800;</a>",
        "<a>¦&#55357;&#56841;</a>",
        "<a>¦&#x110000;</a>",
        "<a b='¦&#xFFFE;'/>",
        "<a>x¦\u{1}</a>",
        "<a>x¦\u{ffff}</a>",
        "<a><!-- ¦-- --></a>",
        "<a>¦<?b:c?></a>",
        "<a>¦<?x\"y\"?></a>",
        "<a>¦<?xml version='1.0'?></a>",
        "<a>¦<!DOCTYPE b></a>",
        "¦<!doctype a><a/>",
        "¦<?XML version='1.0'?><a/>",
        "¦<?xml?><a/>",
        "¦<?xml version='1.0' standalone='maybe'?><a/>",
        "¦<?xml version='1.0' encoding='utf-8 '?><a/>",
        "¦<?xml encoding='utf-8' version='1.0'?><a/>",
        "¦<?xml version='1.1'?><a/>",
        "¦<a:b/>",
        "<a ¦b:c=''/>",
        "<a ¦:x='1'/>",
        "<a ¦xmlns:xmlns='u'/>",
        "<a ¦xmlns:b=''/>",
        "<a ¦xmlns:xml='u'/>",
        "<a xmlns:b='u' xmlns:c='u' b:d='' ¦c:d=''/>",
        "<!DOCTYPE a [<!ELEMENT a¦>]><a/>",
        "<!DOCTYPE a [<!ELEMENT a (b,c¦|d)>]><a/>",
        "<!DOCTYPE a [<!ATTLIST a b ¦X #IMPLIED>]><a/>",
        "<!DOCTYPE a [<!ATTLIST a b CDATA '¦<'>]><a/>",
        "<!DOCTYPE a [<!ENTITY e 'x¦%y'>]><a/>",
        "<!DOCTYPE a [<!ENTITY e 'x¦& y'>]><a/>",
        "<!DOCTYPE a [<!ENTITY e 'x¦&#xD800;'>]><a/>",
        "<!DOCTYPE a [<!ENTITY e '<b>'>]><a>¦&e;</a>",
        "<!DOCTYPE a [<!ENTITY e '&f;'><!ENTITY f '&e;'>]><a>¦&e;</a>",
        "<!DOCTYPE a [<!ENTITY e '&#60;'>]><a b='¦&e;'/>",
        "<!DOCTYPE a [<!ENTITY e SYSTEM 's'>]><a b='¦&e;'/>",
        "<!DOCTYPE a [<!ENTITY e SYSTEM 's' NDATA n>]><a>¦&e;</a>",
        "<!DOCTYPE a [<!ENTITY % p '<!ELEMENT a>'>¦%p;]><a/>",
    ] {
        let text = marked.replace('¦', "");
        let found = message(&text).unwrap_or_else(|| panic!("{marked} is not well-formed"));
        let offset: usize = found.split_once(':').unwrap().0.parse().unwrap();
        assert_eq!(Some(offset), marked.find('¦'), "{marked}: {found}");
    }
}

#[test]
fn entities_that_stand_for_too_much_are_not_expanded() {
    let mut text = "<!DOCTYPE a [<!ENTITY e0 'xxxxxxxxxx'>".to_owned();
    for level in 1..10 {
        let before = format!("&e{};", level - 1).repeat(10);
        text += &format!("<!ENTITY e{level} '{before}'>");
    }
    text += "]><a>&e9;</a>";
    assert_eq!(
        read(&text).violation.map(|found| found.rule.code),
        Some("validator-limit")
    );
}

#[test]
fn what_stands_before_a_violation_is_made_whole() {
    for (text, sound) in [
        ("<a><b>c</b><d e='&'>", "<a><b>c</b></a>"),
        ("<a><b>c & d", "<a><b>c </b></a>"),
        ("<a><b>c</a>", "<a><b>c</b></a>"),
    ] {
        assert_eq!(read(text).sound_part(text), sound);
    }
}

#[test]
fn references_are_replaced_byte_by_byte() {
    let text = "<!DOCTYPE a [\n<!ENTITY e 'x'>]><a>&e;<![CDATA[&e;]]></a>";
    let plain = read(text).without_entities(text);
    assert_eq!(plain.len(), text.len());
    assert!(plain.ends_with("<a>___<![CDATA[&e;]]></a>") && plain.trim_start().starts_with("<a>"));
}
