package export

import (
	"encoding/json"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"nianbao/export/tooltest"
	"nianbao/model"
)

// webPages are the pages to be looked at by name: three reports and what is odd with
// last year beside them, a fragment within a website's page, and a review.
func webPages(t *testing.T) map[string]string {
	pages := map[string]string{}
	reports := threeReports()
	reports["sample"], reports["blank"] = sample(), model.NewReport(model.Form2021, "某镇", model.Town, 2025)
	reports["sample"].Text["5"] = "详见https://www.example.gov.cn/zwgk/fdzdgknr/zfxxgknb/2025/art_123456_7890123.html?channel=abc，下同。\n1.人手不足\n（一）培训\n（1）次数"
	for name, r := range reports {
		pages[name] = write(t, "html", r, Options{Last: countyReport(), Draft: name == "blank"})
	}
	fragment := write(t, "html", sample(), Options{Fragment: true})
	if strings.Contains(fragment, "<h1") {
		t.Error("a fragment has a first heading, which is the website's")
	}
	pages["fragment"] = "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>网站</title>\n</head>\n" +
		"<body>\n<main>\n<h1>网站</h1>\n" + fragment + "</main>\n</body>\n</html>\n"
	review, err := os.ReadFile(reviewFile(t, "html", reviewed()))
	if err != nil {
		t.Fatal(err)
	}
	pages["review"] = string(review)
	return pages
}

// TestPagesAreValid: html-validate finds nothing. Styles stand in the elements, because
// editors of websites keep no others.
func TestPagesAreValid(t *testing.T) {
	tooltest.Need(t, "html-validate")
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, ".htmlvalidate.json"), []byte(`{"root": true, "extends": ["html-validate:recommended"], "rules": {"no-inline-style": "off"}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, page := range webPages(t) {
		if err := os.WriteFile(filepath.Join(dir, name+".html"), []byte(page), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), "html-validate", "--formatter", "text", "*.html")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// looks runs in a page and sends to the one that frames it what is wrong: by axe, what
// sticks out, figures over several lines, heads of tables torn to single characters, a
// first table that is wider than a usual phone, lines torn before links, letters
// of a chart below 10 pixels.
const looks = `<script>
addEventListener("load", async () => {
  const wrong = [], on = document.documentElement
  const said = e => e.tagName + " " + e.textContent.slice(0, 20)
  if (on.scrollWidth > innerWidth) wrong.push("the page is " + on.scrollWidth + " wide")
  for (const e of document.querySelectorAll("p,h1,h2,h3,h4,h5,section,figure,svg,dd,dt")) {
    const r = e.getBoundingClientRect()
    if (r.left < 0 || r.right > innerWidth + 0.5) wrong.push(said(e) + " ends at " + r.right)
    if (!["section", "svg"].includes(e.localName) && e.scrollWidth > e.clientWidth + 1) wrong.push(said(e) + " flows over")
  }
  for (const e of document.querySelectorAll("td,th")) {
    if (e.scrollWidth > e.clientWidth + 1) wrong.push(said(e) + " flows over its cell")
    const text = e.firstChild
    if (e.localName == "td" && text && text.nodeType == 3 && /^[\d.]+$/.test(text.data)) {
      const range = document.createRange()
      range.selectNodeContents(text)
      if (range.getClientRects().length > 1) wrong.push("the figure " + text.data + " breaks")
    }
  }
  for (const e of name.startsWith("fragment") ? [] : document.querySelectorAll("th[style*=center]")) {
    const text = document.createRange()
    text.selectNodeContents(e)
    const lines = new Set([...text.getClientRects()].map(r => r.top)).size
    if (lines > Math.ceil(e.textContent.length / 2)) wrong.push("the head " + e.textContent + " stands in " + lines + " lines")
  }
  for (const s of document.querySelectorAll("table[style*='10.5pt']")) {
    if (innerWidth >= 400 && s.parentElement.scrollWidth > s.parentElement.clientWidth) wrong.push("the first table scrolls")
  }
  for (const s of document.querySelectorAll("section")) {
    if (s.tabIndex != 0 || !s.getAttribute("aria-label")) wrong.push("a table that no key scrolls, or without a name")
    s.focus()
    if (document.activeElement != s) wrong.push("a table that takes no focus")
  }
  for (const a of document.querySelectorAll("a")) {
    const text = a.previousSibling
    for (let i = Math.max(0, (text || "").length - 8); text && i < text.length; i++) {
      const one = document.createRange()
      one.setStart(text, i)
      one.setEnd(text, i + 1)
      const wide = one.getBoundingClientRect().width / parseFloat(getComputedStyle(a).fontSize)
      if (/[\u4e00-\u9fff]/.test(text.data[i]) && wide > 1.3) wrong.push("before a link " + text.data[i] + " is " + wide + " wide")
    }
  }
  for (const t of document.querySelectorAll("svg text")) {
    const size = t.getAttribute("font-size") * t.ownerSVGElement.getScreenCTM().a
    if (size < 10) wrong.push(said(t) + " of " + size)
  }
  const found = await axe.run(document, {resultTypes: ["violations"]})
  for (const v of found.violations) wrong.push(v.id + ": " + v.nodes.map(n => n.html + " " + n.failureSummary).join("; ").slice(0, 400))
  parent.postMessage({page: name, width: innerWidth, passes: found.passes.length, wrong}, "*")
})
</script>`

// TestPagesInABrowser: at the widths of a small phone, of a big one and of a screen axe
// finds nothing, nothing is cut, figures are whole, tables scroll by keys, and the
// chart's letters can be read.
func TestPagesInABrowser(t *testing.T) {
	axe := tooltest.Module(t, "axe-core/axe.min.js")
	dir := t.TempDir()
	frames, asked := "", map[string]bool{}
	for name, page := range webPages(t) {
		page = strings.Replace(page, "</body>", `<script src="file://`+filepath.ToSlash(axe)+`"></script>`+looks+"</body>", 1)
		if err := os.WriteFile(filepath.Join(dir, name+".html"), []byte(page), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, width := range []int{320, 400, 1200} {
			key := fmt.Sprint(name, " ", width)
			asked[key] = true
			frames += fmt.Sprintf(`<iframe name="%s" src="%s.html" style="width:%dpx;height:600px;border:0"></iframe>`, key, name, width)
		}
	}
	harness := filepath.Join(dir, "harness.html")
	if err := os.WriteFile(harness, []byte("<!DOCTYPE html><meta charset=utf-8><script>onmessage=e=>{const p=document.createElement('pre');p.textContent=JSON.stringify(e.data);document.body.append(p)}</script><body>"+frames), 0o600); err != nil {
		t.Fatal(err)
	}
	dom := tooltest.Browser(t, harness, "--virtual-time-budget=120000", "--dump-dom")
	for _, part := range strings.Split(dom, "<pre>")[1:] {
		text, _, _ := strings.Cut(part, "</pre>")
		var seen struct {
			Page          string
			Width, Passes int
			Wrong         []string
		}
		if err := json.Unmarshal([]byte(html.UnescapeString(text)), &seen); err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(seen.Page, fmt.Sprint(" ", seen.Width)) || seen.Passes < 10 {
			t.Errorf("%s was looked at in %d pixels, with %d rules", seen.Page, seen.Width, seen.Passes)
		}
		delete(asked, seen.Page)
		for _, w := range seen.Wrong {
			t.Errorf("%s: %s", seen.Page, w)
		}
	}
	for page := range asked {
		t.Errorf("%s was not looked at", page)
	}
}
