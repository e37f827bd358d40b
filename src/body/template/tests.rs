use proptest::prelude::*;

use crate::body::context::Job;
use crate::body::{Context, LinkTarget, Lookup, Rendered, render};
use crate::model::{AbsoluteUrl, Syntax, TemplateValue, Templates};

/// A site of one other article.
struct One(AbsoluteUrl);

impl Lookup for One {
    fn find(&self, reference: &str, from: &str) -> Option<LinkTarget<'_>> {
        assert_eq!(from, "post/a.md");
        let is_it = ["post/b.md", "b", "b.md", "2024-01-02-b"].contains(&reference);
        is_it.then_some(LinkTarget {
            url: &self.0,
            title: "The *B*",
        })
    }

    fn titled(&self, title: &str) -> Option<LinkTarget<'_>> {
        (title == "The *B*").then_some(LinkTarget {
            url: &self.0,
            title: "The *B*",
        })
    }
}

fn rendered(body: &str, templates: Templates, syntax: Syntax) -> Rendered {
    let page = AbsoluteUrl::parse("https://e.org/blog/a/").unwrap();
    let site = AbsoluteUrl::parse("https://e.org/blog/").unwrap();
    let articles = One(AbsoluteUrl::parse("https://e.org/blog/b(1)/").unwrap());
    let context = Context {
        templates,
        title: "A < B",
        path: "post/a.md",
        site: &site,
        site_title: "S",
        articles: &articles,
        ..Context::new(syntax, &page)
    };
    render(body, &context).unwrap()
}

fn html(body: &str, templates: Templates) -> String {
    rendered(body, templates, Syntax::Markdown)
        .html
        .as_ref()
        .unwrap()
        .as_str()
        .trim_end()
        .to_owned()
}

/// What is found in `body`: the line, the code, and what stands in backquotes.
fn found(body: &str, templates: Templates) -> Vec<String> {
    let findings = rendered(body, templates, Syntax::Markdown).findings;
    let show = |finding: &crate::diagnostic::Diagnostic| {
        let place = finding.position.as_ref().unwrap();
        let about = finding.message.split('`').nth(1).unwrap();
        format!("{} {} {about}", place.line.unwrap(), finding.rule.code)
    };
    findings.iter().map(show).collect()
}

#[test]
fn liquid_as_jekyll_runs_it() {
    for (body, expected) in [
        (
            "{% highlight ruby linenos %}\na *b* {{ c }} <d>\n\ne\n{% endhighlight %}\nf *g*",
            "<pre><code class=\"language-ruby\">a *b* {{ c }} &lt;d&gt;\n\ne</code></pre>\n<p>f <em>g</em></p>",
        ),
        (
            "- a\n\n  {% highlight x %}\nb\n\nc\n  {% endhighlight %}\n\n  d",
            "<ul>\n<li><p>a</p>\n<pre><code class=\"language-x\">b\n\nc</code></pre>\n<p>d</p>\n</li>\n</ul>",
        ),
        (
            "{% highlight liquid %}{% raw %}{{ x }}{% endraw %}{% endhighlight %}",
            "<pre><code class=\"language-liquid\">{{ x }}</code></pre>",
        ),
        (
            "{% raw %}{{ x }} {% y %}{% endraw %} `{%raw%}{{ z }}{% endraw -%}  `",
            "<p>{{ x }} {% y %} <code>{{ z }}</code></p>",
        ),
        (
            "[a]({% post_url 2024-01-02-b %}) [b]({% link post/b.md %}#c)\n\n[d]: {% link b.md %}\n[d]",
            "<p><a href=\"https://e.org/blog/b%281%29/\">a</a> \
             <a href=\"https://e.org/blog/b%281%29/#c\">b</a></p>\n\
             <p><a href=\"https://e.org/blog/b%281%29/\">d</a></p>",
        ),
        (
            "[a]({{ site.url }}{{ site.baseurl }}/x y) ![b]({{ \"/c.png\" | relative_url }})",
            "<p><a href=\"https://e.org/blog/x%20y\">a</a> <img src=\"https://e.org/blog/c.png\" alt=\"b\"></p>",
        ),
        (
            "{{ page.title }} {{ page.url }} {{ site.title }}",
            "<p>A &lt; B /a/ S</p>",
        ),
        (
            "[a]({{ site.cdn }}/x) ![b]({{ site.cdn }}/x.png) c{{ site.cdn }}d",
            "<p><a>a</a> b cd</p>",
        ),
        (
            "a {% comment %}b {{ c }}{% endcomment %}d\n{% # e %}",
            "<p>a d</p>",
        ),
        ("a\n\n{% include nav.html %}\n\nb", "<p>a</p>\n<p>b</p>"),
        (
            "{% include figure.html src=\"/x.png\" alt=\"y\" caption=\"*z*\" %}",
            "<figure><img src=\"https://e.org/blog/x.png\" alt=\"y\"><figcaption><em>z</em></figcaption></figure>",
        ),
        (
            "{% include youtube.html id=\"abc\" %} {% include video id=\"1\" provider=\"vimeo\" %}",
            "<p><a href=\"https://www.youtube.com/watch?v=abc\">https://www.youtube.com/watch?v=abc</a> \
             <a href=\"https://vimeo.com/1\">https://vimeo.com/1</a></p>",
        ),
        (
            "{% if x %}a{% if y %}b{% else %}c{% endif %}d{% elsif z %}e{% else %}f{% endif %}g",
            "<p>fg</p>",
        ),
        (
            "{% if site.posts %}a{% if y %}b{% else %}c{% endif %}d{% elsif z %}e{% endif %}g",
            "<p>acdg</p>",
        ),
        (
            "{% unless x %}a{% else %}b{% endunless %}{% if 1 == 1.0 and 'ab' contains 'b' %}c{% endif %}",
            "<p>ac</p>",
        ),
        (
            "{% case x %} {% when 1 %}a{% when nil, 2 %}b{% endcase %}{% case site.time %}{% when 1 %}c{% endcase %}",
            "<p>bc</p>",
        ),
        (
            "a{% for b in c %}{{ b }}{% else %}d{% endfor %}e",
            "<p>ade</p>",
        ),
        (
            "{% for a in (1..4) offset: 1 %}{% if a == 3 %}{% continue %}{% endif %}{{ forloop.index }}{{ a }} {% endfor %}{{ a }}b",
            "<p>12 34 b</p>",
        ),
        (
            "{% capture a %}b *c*{% endcapture %}d {{ a }}{% for a in site.pages %}e{% endfor %}",
            "<p>d b <em>c</em></p>",
        ),
        (
            "{% assign a = '/x' | append: '.png' %}![b]({{ a | relative_url }})",
            "<p><img src=\"https://e.org/blog/x.png\" alt=\"b\"></p>",
        ),
        (
            "<div>\n\t{{ site.x }}\n\t<p>a</p>\n\t{% include b %}\n</div>\n\nc\n{% note %}\n**d**\n{% endnote %}\ne",
            "<div>\n\t\n\t<p>a</p>\n\t\n</div>\n<p>c</p>\n\n<p><strong>d</strong></p>\n\n<p>e</p>",
        ),
        ("a {%- include b -%} c {{- site.title -}} d", "<p>acSd</p>"),
        (
            "{% note %}\n\na *b*\n\n{% endnote %}",
            "<p>a <em>b</em></p>",
        ),
        (
            "{% gist x/1 %} {% gist 2 f.rb %}",
            "<p><a href=\"https://gist.github.com/x/1\">https://gist.github.com/x/1</a> \
             <a href=\"https://gist.github.com/2/f.rb\">https://gist.github.com/2/f.rb</a></p>",
        ),
        (
            "```\n{{ site.url }}\n```",
            "<pre><code>https://e.org\n</code></pre>",
        ),
        (
            "never {{ closed\n\nnor {% this",
            "<p>never {{ closed</p>\n<p>nor {% this</p>",
        ),
    ] {
        assert_eq!(html(body, Templates::Liquid), expected, "{body}");
    }
}

#[test]
fn shortcodes_as_hugo_runs_them() {
    for (body, expected) in [
        (
            "{{< highlight go \"linenos=table\" >}}\na := `*b*` {{</* c */>}}\n{{< /highlight >}}",
            "<pre><code class=\"language-go\">a := `*b*` {{&lt; c &gt;}}</code></pre>",
        ),
        (
            "{{< figure src=\"/i.png\" alt=\"a *b*\" caption=\"c [d](/e)\" title=\"T\" link=\"/l\" attr=\"by\" attrlink=\"/m\" >}}\nf *g*",
            "<figure><a href=\"https://e.org/l\"><img src=\"https://e.org/i.png\" alt=\"a b\"></a>\
             <figcaption><strong>T</strong> c <a href=\"https://e.org/e\">d</a> <a href=\"https://e.org/m\">by</a></figcaption></figure>\n\
             <p>f <em>g</em></p>",
        ),
        (
            "- a\n- {{< figure src=\"i.png\" >}} b",
            "<ul>\n<li>a</li>\n<li><figure><img src=\"https://e.org/blog/a/i.png\" alt=\"\"></figure>\nb</li>\n</ul>",
        ),
        (
            "[a]({{< ref \"post/b.md\" >}}) [b]({{% relref path=\"b\" %}}#c) [d]({{< ref `#e` >}})",
            "<p><a href=\"https://e.org/blog/b%281%29/\">a</a> \
             <a href=\"https://e.org/blog/b%281%29/#c\">b</a> <a href=\"https://e.org/blog/a/#e\">d</a></p>",
        ),
        ("[a]({{< ref \"x.md\" >}}) b", "<p><a>a</a> b</p>"),
        (
            "{{< youtube abc >}}\n\n{{< youtube id=\"d&e\" title=\"*F*\" >}}",
            "<p><a href=\"https://www.youtube.com/watch?v=abc\">https://www.youtube.com/watch?v=abc</a></p>\n\
             <p><a href=\"https://www.youtube.com/watch?v=d&amp;e\">*F*</a></p>",
        ),
        (
            "{{< x user=\"a\" id=\"1\" >}} {{< tweet 2 >}} {{< gist a 3 >}}",
            "<p><a href=\"https://x.com/a/status/1\">https://x.com/a/status/1</a> \
             <a href=\"https://x.com/i/status/2\">https://x.com/i/status/2</a> \
             <a href=\"https://gist.github.com/a/3\">https://gist.github.com/a/3</a></p>",
        ),
        (
            "{{% notice tip %}}\na *b* {{< c >}}d{{</ c >}} {{< e / >}}\n{{% /notice %}}",
            "<p>a <em>b</em> d </p>",
        ),
        (
            "{{< details summary=\"S\" >}}a **b**{{< /details >}}",
            "<details><summary>S</summary>\n<p>a <strong>b</strong></p>\n</details>",
        ),
        (
            "{{< quote author=\"A\" link=\"/b\" title=\"C\" >}}d{{< /quote >}}",
            "<blockquote>\n<p>d</p>\n<p>— A, <a href=\"https://e.org/b\">C</a></p></blockquote>",
        ),
        ("a {{< comment >}}b{{< /comment >}}c", "<p>a c</p>"),
        (
            "{{</* a */>}} `{{%/* b */%}}`\n\n```\n{{</* c */>}}\n```",
            "<p>{{&lt; a &gt;}} <code>{{% b %}}</code></p>\n<pre><code>{{&lt; c &gt;}}\n</code></pre>",
        ),
        (
            "{{ .Site.Title }} {% raw %} {{closure}} {# a #}",
            "<p>{{ .Site.Title }} {% raw %} {{closure}} {# a #}</p>",
        ),
        ("{{< a \"b >}}\" `c >}}` >}}d", "<p>\u{FDD0}d</p>"),
        ("{{< never closed", "<p>{{&lt; never closed</p>"),
    ] {
        let expected = expected.replace('\u{FDD0}', "");
        assert_eq!(html(body, Templates::Hugo), expected, "{body}");
    }
}

#[test]
fn tag_plugins_as_hexo_runs_them() {
    for (body, expected) in [
        (
            "{% codeblock Array.map lang:js https://e.org/x %}\n a\n{% endcodeblock %}",
            "<figure><figcaption>Array.map</figcaption><pre><code class=\"language-js\"> a</code></pre></figure>",
        ),
        (
            "{% blockquote A B, C https://e.org/q Some title %}\nd *e*\n{% endblockquote %}",
            "<blockquote>\n<p>d <em>e</em></p>\n<p>— A B, C, <a href=\"https://e.org/q\">Some title</a></p></blockquote>",
        ),
        (
            "a {% quote %}b{% endquote %} c",
            "<p>a</p>\n<blockquote>\n<p>b</p>\n</blockquote>\n<p>c</p>",
        ),
        (
            "{% img left /x.png 200 300 '\"T\" \"A\"' %}\n{% img https://h.org/y.png %}\nb",
            "<p><img src=\"https://e.org/blog/x.png\" alt=\"A\" title=\"T\"><br>\n\
             <img src=\"https://h.org/y.png\" alt=\"\"><br>\nb</p>",
        ),
        (
            "{% asset_img c p q.png An image %} [d]({% asset_path é.png %}) {% asset_link f.zip The file %}",
            "<p><img src=\"https://e.org/blog/a/q.png\" alt=\"An image\" title=\"An image\"> \
             <a href=\"https://e.org/blog/a/%C3%A9.png\">d</a> <a href=\"https://e.org/blog/a/f.zip\">The file</a></p>",
        ),
        (
            "{% post_link b %} {% post_link b 'C *d*' true %} {% post_link nope 'E' %} [f]({% post_path b %})",
            "<p><a href=\"https://e.org/blog/b(1)/\">The *B*</a> <a href=\"https://e.org/blog/b(1)/\">C *d*</a> \
             E <a href=\"https://e.org/blog/b%281%29/\">f</a></p>",
        ),
        (
            "{% link A b https://h.org/ true %} {% url_for C d/ %} {% iframe https://h.org/v 1 2 %}",
            "<p><a href=\"https://h.org/\">A b</a> <a href=\"https://e.org/blog/d/\">C</a> \
             <a href=\"https://h.org/v\">https://h.org/v</a></p>",
        ),
        (
            "`{{ a }}` `{% raw %}{{ b }}{% endraw %}` {{ c }}{# d #}\n\n```\n{% raw %}{{ e }}\n```\n\n    {{ f }}",
            "<p><code>{{ a }}</code> <code>{{ b }}</code> </p>\n\
             <pre><code>{% raw %}{{ e }}\n</code></pre>\n<pre><code>{{ f }}</code></pre>",
        ),
    ] {
        assert_eq!(html(body, Templates::Hexo), expected, "{body}");
    }
}

#[test]
fn zola_and_pelican() {
    for (templates, body, expected) in [
        (
            Templates::Zola,
            "{{ youtube(id=\"abc\", autoplay=true) }} {{ other(a=1) }}{{ closure }} {% raw %} {{/* x() */}}",
            "<p><a href=\"https://www.youtube.com/watch?v=abc\">https://www.youtube.com/watch?v=abc</a> \
             {{ closure }} {% raw %} {{ x() }}</p>",
        ),
        (
            Templates::Zola,
            "{% quote(author=\"A\") %}\nb *c*\n{% end %}\n\n{% other() %}d{% end %}",
            "<blockquote>\n<p>b <em>c</em></p>\n<p>— A</p></blockquote>\n<p>d</p>",
        ),
        (
            Templates::Zola,
            "`{{ a(b=1) }}`\n\n```\n{{/* c() */}} {%/* d() */%}\n```",
            "<p><code>{{ a(b=1) }}</code></p>\n<pre><code>{{ c() }} {% d() %}\n</code></pre>",
        ),
        (
            Templates::Zola,
            "[a](@/post/b.md#c) <a href=\"@/post/b.md\">d</a> [e](@/x.md)",
            "<p><a href=\"https://e.org/blog/b%281%29/#c\">a</a> \
             <a href=\"https://e.org/blog/b%281%29/\">d</a> <a>e</a></p>",
        ),
        (
            Templates::Pelican,
            "[a]({filename}b.md) ![b]({static}/i/x.png) [c]({attach}y.pdf) [d]({tag}C D) [e]({index}) [f](|filename|b.md#g)",
            "<p><a href=\"https://e.org/blog/b%281%29/\">a</a> <img src=\"https://e.org/blog/i/x.png\" alt=\"b\"> \
             <a href=\"https://e.org/blog/a/y.pdf\">c</a> <a href=\"https://e.org/blog/tag/c-d.html\">d</a> <a href=\"https://e.org/blog/\">e</a> \
             <a href=\"https://e.org/blog/b%281%29/#g\">f</a></p>",
        ),
        (
            Templates::Pelican,
            "{% img right /a.png 600 [A caption] %}\n\n{% video /v.mp4 1 2 /p.png %}\n\n{{ a }} {% if b %}",
            "<p><img src=\"https://e.org/a.png\" alt=\"A caption\" title=\"A caption\"></p>\n\
             <video controls=\"\" src=\"https://e.org/v.mp4\" poster=\"https://e.org/p.png\"></video>\n\
             <p>{{ a }} {% if b %}</p>",
        ),
    ] {
        assert_eq!(html(body, templates), expected, "{body}");
    }
}

/// Where the generator is unknown, what may be meant as text is text.
#[test]
fn only_what_is_unmistakable_is_run_where_nothing_is_known() {
    for body in [
        "`{{ site.url }}` {{ message }} ${{ secrets.TOKEN }} {{ a(1) }} {{ a() }}",
        "{% if a %} {% include %} {% elephant b %} {% endraw %} {% end %} {% x %} {% for %}",
        "{{{ a }}} {{ \"a\" }} {{}} {%%} {##} {#a} b {#c} {{- end -}} d",
        "```\n{% raw %}{{ a }}{% endraw %}\n{{< b >}} {% include c %}\n```",
        "    {{< a >}}\n\n<pre>{{ site.url }}</pre>",
        "{{<a {{ {{% {{</* {% raw %} {{ \"a\" | b",
    ] {
        assert_eq!(
            html(body, Templates::Unknown),
            html(body, Templates::None),
            "{body}"
        );
        assert!(found(body, Templates::Unknown).is_empty(), "{body}");
    }
    for (body, expected) in [
        ("{{< a >}}b{{< /a >}} {{% c %}}d", "<p>b d</p>"),
        (
            "[a]({{ site.url }}/b) {{ site.title }}",
            "<p><a href=\"https://e.org/b\">a</a> S</p>",
        ),
        (
            "[a]({{ \"/b/\" | url }}) {{ \"c\" | d }}![e]({{ f | url }})",
            "<p><a href=\"https://e.org/blog/b/\">a</a> e</p>",
        ),
        (
            "{{ \"https://h.org/v\" | embed: \"A title\" }}",
            "<p><a href=\"https://h.org/v\">A title</a></p>",
        ),
        (
            "{% if a %}b{% endif %} {% raw %}{{ c }}{% endraw %}",
            "<p>b {{ c }}</p>",
        ),
        (
            "{% image \"src/a.png\", \"An image\" %} {% image \"/b.png\" \"B\" %}{% other \"c\" %}",
            "<p>An image <img src=\"https://e.org/blog/b.png\" alt=\"B\"></p>",
        ),
        (
            "{{ site.title }} `{% raw %}{{ a }}{% endraw %}`\n\n```\n{% raw %}{{{% endraw %} b }}\n```",
            "<p>S <code>{{ a }}</code></p>\n<pre><code>{{ b }}\n</code></pre>",
        ),
        (
            "{{ youtube(id=\"a\") }} {% quote(b=\"c\") %}d{% end %}",
            "<p><a href=\"https://www.youtube.com/watch?v=a\">https://www.youtube.com/watch?v=a</a></p>\n\
             <blockquote>\n<p>d</p>\n</blockquote>",
        ),
        (
            "{% link post/b.md %} {% post_url b %}",
            "<p><a href=\"https://e.org/blog/b%281%29/\">https://e.org/blog/b%281%29/</a> <a href=\"https://e.org/blog/b%281%29/\">https://e.org/blog/b%281%29/</a></p>",
        ),
        (
            "[a](@/b.md) [b]({filename}b.md)",
            "<p><a href=\"https://e.org/blog/b%281%29/\">a</a> <a href=\"https://e.org/blog/b%281%29/\">b</a></p>",
        ),
    ] {
        assert_eq!(html(body, Templates::Unknown), expected, "{body}");
    }
}

#[test]
fn what_is_left_out_is_told_once_with_its_line() {
    for (templates, body, expected) in [
        (
            Templates::Hugo,
            "a\n\n{{< b >}} {{< b >}}\n{{< c >}}d{{< /c >}}\n{{< ref \"x.md\" >}} {{< figure src=\"/y\" >}}",
            vec![
                "3 template-tag-dropped {{< b >}}",
                "4 template-tag-dropped {{< c >}}",
                "5 reference-not-found x.md",
            ],
        ),
        (
            Templates::Liquid,
            "{{ site.x }}\n{{ 'a' | y: 'b' }}\n{% include z.html %}{% comment %}{% u %}{% endcomment %}\n[a]({% link _docs/v.md %})",
            vec![
                "1 template-tag-dropped {{ site.x }}",
                "2 template-tag-dropped {{ … | y }}",
                "3 template-tag-dropped {% include %}",
                "4 reference-not-found _docs/v.md",
            ],
        ),
        (
            Templates::Zola,
            "a\n[b](@/x.md) {{ y(z=1) }}\n{% w() %}{% end %}",
            vec![
                "2 reference-not-found @/x.md",
                "2 template-tag-dropped {{ y() }}",
                "3 template-tag-dropped {% w() %}",
            ],
        ),
    ] {
        assert_eq!(found(body, templates), expected, "{body}");
    }
    let many: String = (0..1000).map(|n| format!("{{{{< a{n} >}}}}\n")).collect();
    assert_eq!(found(&many, Templates::Hugo).len(), 16);
}

#[test]
fn html_has_tags_too() {
    for (templates, body, expected) in [
        (
            Templates::Liquid,
            "<p>{{ site.title }}</p><img src=\"{{ '/a.png' | relative_url }}\">{% highlight js %}a < b{% endhighlight %}",
            "<p>S</p><img src=\"https://e.org/blog/a.png\"><pre><code class=\"language-js\">a &lt; b</code></pre>",
        ),
        (
            Templates::Unknown,
            "<a href=\"{{< ref \"b.md\" >}}\">a</a> <code>{{< b >}}</code>",
            "<a href=\"https://e.org/blog/b%281%29/\">a</a> <code>{{&lt; b &gt;}}</code>",
        ),
    ] {
        let rendered = rendered(body, templates, Syntax::Html);
        assert_eq!(rendered.html.as_ref().unwrap().as_str(), expected, "{body}");
    }
    let plain = rendered("{{< a >}} {% b %}", Templates::Hugo, Syntax::Plain);
    assert_eq!(
        plain.html.as_ref().unwrap().as_str(),
        "<p>{{&lt; a &gt;}} {% b %}</p>\n"
    );
}

#[test]
fn nothing_that_runs_is_smuggled_in() {
    for (templates, body, expected) in [
        (
            Templates::Hugo,
            "{{< figure src=\"javascript:a\" alt=\"b\" link=\"javascript:c\" >}}",
            "<figure><a>b</a></figure>",
        ),
        (
            Templates::Hugo,
            "{{< figure src=\"/a\" caption=\"<script>b</script><img src=x onerror=c>\" alt='\"><script>d</script>' >}}",
            "<figure><img src=\"https://e.org/a\" alt=\"“&gt;d\">\
             <figcaption><img src=\"https://e.org/blog/a/x\"></figcaption></figure>",
        ),
        (
            Templates::Hugo,
            "{{< youtube \"javascript:a\" >}}",
            "<p><a href=\"https://www.youtube.com/watch?v=javascript:a\">https://www.youtube.com/watch?v=javascript:a</a></p>",
        ),
        (
            Templates::Hexo,
            "{% link a javascript:b.c %}",
            "<p><a>a</a></p>",
        ),
        (
            Templates::Hugo,
            "{{< details summary=\"</summary><script>a</script>\" >}}b{{< /details >}}",
            "<details><summary>&lt;/summary&gt;&lt;script&gt;a&lt;/script&gt;</summary>\n<p>b</p>\n</details>",
        ),
        (
            Templates::Hugo,
            "<!-- {{< figure src=\"/a\" caption=\"-->\" >}} --> b",
            " b",
        ),
        (
            Templates::Liquid,
            "{{ '<scr' | append: 'ipt>a</script>' }}b",
            "\n<p>b</p>",
        ),
    ] {
        assert_eq!(html(body, templates), expected, "{body}");
    }
}

/// Pieces of tags, and what stands around them.
const PIECES: &[&str] = &[
    "{{",
    "}}",
    "{%",
    "%}",
    "{%-",
    "-%}",
    "{{<",
    ">}}",
    "{{%",
    "%}}",
    "{{</*",
    "*/>}}",
    "{{/*",
    "*/}}",
    "{#",
    "#}",
    "{{< /",
    "/>}}",
    "(",
    ")",
    "{% end",
    " raw %}",
    "{% endraw %}",
    "highlight",
    "comment",
    " figure src=\"javascript:x\" ",
    " img /a.png ",
    " youtube \"",
    " quote ",
    "{% endquote %}",
    "{% if x %}",
    "{% else %}",
    "{% endif %}",
    "{% for %}",
    "{% endfor %}",
    "{{ site.url }}",
    "{{ page.title | append: \"",
    " details ",
    " ref \"b.md\" ",
    " x(id=\"1\") ",
    "{% end %}",
    "{: .x}",
    "{:toc}",
    "{::comment}",
    "{:/}",
    "[[",
    "]]",
    "|",
    ":::note\n",
    "\n:::\n",
    "{/*",
    "*/}",
    "import x from 'y'\n",
    "](@/b.md)",
    "]({filename}b.md)",
    "> [!NOTE]\n",
    "[",
    "- ",
    "> ",
    "    ",
    "\n",
    "\n\n",
    "`",
    "```\n",
    "\"",
    "'",
    "<script>",
    "<!--",
    "-->",
    "<pre>",
    "</pre>",
    "<a href=\"",
    "\\",
    "é",
    "=",
    " ",
    "name",
];

proptest! {
    #[test]
    fn any_template_becomes_harmless(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40),
    ) {
        let body = pieces.concat();
        for templates in [
            Templates::Unknown, Templates::Liquid, Templates::Hugo, Templates::Hexo, Templates::Zola,
            Templates::Pelican,
        ] {
            for syntax in [Syntax::Markdown, Syntax::Html] {
                let rendered = rendered(&body, templates, syntax);
                crate::body::tests::assert_harmless(rendered.html.as_ref().unwrap().as_str());
                let lines = body.split('\n').count();
                for finding in &rendered.findings {
                    let line = finding.position.as_ref().unwrap().line.unwrap();
                    prop_assert!(line as usize <= lines);
                }
            }
        }
    }

    #[test]
    fn what_has_no_tags_stays(body in "[a-z*_`<>\\[\\]() \n|#-]{0,80}") {
        let page = AbsoluteUrl::parse("https://e.org/").unwrap();
        for templates in [Templates::Unknown, Templates::Liquid, Templates::Hugo, Templates::Zola] {
            let context = Context { templates, ..Context::new(Syntax::Markdown, &page) };
            prop_assert_eq!(&*super::expand(&body, &Job::new(&context, &body)), &*body);
        }
    }
}

/// As Hugo 0.168 shows them, with the shortcodes that themes have.
#[test]
fn what_shortcodes_of_html_enclose_is_no_markdown() {
    for (body, shown) in [
        (
            "a {{< raw >}}\\(a_{i} *x*\\){{< /raw >}} *b*",
            "<p>a \\(a_{i} *x*\\) <em>b</em></p>\n",
        ),
        (
            "{{< rawhtml >}}\n    <div>\n      <p>*a* &lt;</p>\n\n</div>\n{{< /rawhtml >}}\n\n*b*",
            "<div>\n      <p>*a* &lt;</p>\n\n</div>\n<p><em>b</em></p>\n",
        ),
        ("{{% raw %}}*a*{{% /raw %}}", "<p><em>a</em></p>\n"),
        (
            "{{< any >}}a *b* <i>c</i>{{< /any >}} {{% any %}}*d*{{% /any %}}",
            "<p>a *b* <i>c</i> <em>d</em></p>\n",
        ),
        (
            "{{< any >}}a **b** *c*{{< /any >}}",
            "<p>a <strong>b</strong> <em>c</em></p>\n",
        ),
        ("{{% param subtitle %}}", "<p><em>S</em></p>\n"),
        (
            "{{< any title=\"a *b*\" href=\"/c\" >}} {{< any d=\"e\" >}}",
            "<p><a href=\"https://e.org/c\">a <em>b</em></a> </p>\n",
        ),
        (
            "a{{< script >}}var x = {{< y >}};{{< /script >}}",
            "<p>a</p>\n",
        ),
        ("{{< raw >}}<script>a</script>b{{< /raw >}}", "b"),
    ] {
        let page = AbsoluteUrl::parse("https://e.org/p/").unwrap();
        let context = Context {
            templates: Templates::Hugo,
            values: &[("Subtitle".into(), TemplateValue::Text("*S*".into()))],
            ..Context::new(Syntax::Markdown, &page)
        };
        let html = |body: &str| render(body, &context).unwrap().html.unwrap().to_string();
        assert_eq!(html(body), shown, "{body}");
        assert_eq!(
            html("{{< param subtitle >}} a {{< param x >}}"),
            "<p>*S* a </p>\n"
        );
    }
}
