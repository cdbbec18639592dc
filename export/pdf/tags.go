package pdf

import (
	"fmt"
	"strings"
)

// node is an element of the document's structure: H1, P, Table, TR, TH, TD.
type node struct {
	tag        string
	kids       []*node
	rows, cols int    // of a cell
	scope      string // of a head cell
	pieces     []piece
	ref        ref
}

// piece is marked content on a page.
type piece struct{ page, id int }

// add puts a node below another and returns it.
func (n *node) add(kid *node) *node {
	n.kids = append(n.kids, kid)
	return kid
}

// structure writes the tree below root, and returns the reference of its root
// object. owners are the nodes of each page's marked content by its number.
func (f *file) structure(root *node, pages []ref, owners [][]*node) ref {
	tree, parents := f.reserve(), f.reserve()
	f.number(root)
	f.element(root, tree, pages)
	var b strings.Builder
	b.WriteString("<</Nums[")
	for i, nodes := range owners {
		fmt.Fprintf(&b, "%d[", i)
		for _, n := range nodes {
			b.WriteString(n.ref.String() + " ")
		}
		b.WriteString("]")
	}
	b.WriteString("]>>")
	f.put(parents, b.String())
	f.put(tree, fmt.Sprintf("<</Type/StructTreeRoot/K %s/ParentTree %s/ParentTreeNextKey %d>>", root.ref, parents, len(owners)))
	return tree
}

func (f *file) number(n *node) {
	n.ref = f.reserve()
	for _, kid := range n.kids {
		f.number(kid)
	}
}

func (f *file) element(n *node, parent ref, pages []ref) {
	var b strings.Builder
	fmt.Fprintf(&b, "<</Type/StructElem/S/%s/P %s", n.tag, parent)
	if a := n.attributes(); a != "" {
		b.WriteString("/A<</O/Table" + a + ">>")
	}
	if len(n.pieces) > 0 {
		b.WriteString("/Pg " + pages[n.pieces[0].page].String())
	}
	b.WriteString("/K[")
	for _, p := range n.pieces {
		if p.page == n.pieces[0].page {
			fmt.Fprintf(&b, "%d ", p.id)
		} else {
			fmt.Fprintf(&b, "<</Type/MCR/Pg %s/MCID %d>>", pages[p.page], p.id)
		}
	}
	for _, kid := range n.kids {
		b.WriteString(kid.ref.String() + " ")
	}
	b.WriteString("]>>")
	f.put(n.ref, b.String())
	for _, kid := range n.kids {
		f.element(kid, n.ref, pages)
	}
}

// attributes are a table cell's.
func (n *node) attributes() string {
	a := ""
	if n.rows > 1 {
		a += fmt.Sprintf("/RowSpan %d", n.rows)
	}
	if n.cols > 1 {
		a += fmt.Sprintf("/ColSpan %d", n.cols)
	}
	if n.scope != "" {
		a += "/Scope/" + n.scope
	}
	return a
}

// outline writes the bookmarks and returns their root; 0 for none.
func (f *file) outline(marks []*bookmark, pages []ref) ref {
	if len(marks) == 0 {
		return 0
	}
	root := &entry{}
	at := []*entry{root} // the open entry of each level
	levels := []int{0}
	for _, m := range marks {
		for len(at) > 1 && levels[len(levels)-1] >= m.level {
			at, levels = at[:len(at)-1], levels[:len(levels)-1]
		}
		e := &entry{mark: m}
		top := at[len(at)-1]
		top.kids = append(top.kids, e)
		at, levels = append(at, e), append(levels, m.level)
	}
	root.reserve(f)
	root.write(f, pages)
	return root.ref
}

// entry is a bookmark with those below it.
type entry struct {
	mark *bookmark
	kids []*entry
	ref  ref
}

func (e *entry) reserve(f *file) {
	e.ref = f.reserve()
	for _, kid := range e.kids {
		kid.reserve(f)
	}
}

func (e *entry) write(f *file, pages []ref) {
	body := "<</Type/Outlines" + e.below() + ">>"
	if e.mark == nil {
		f.put(e.ref, body)
	}
	for i, kid := range e.kids {
		m := kid.mark
		body := fmt.Sprintf("<</Title %s/Parent %s/Dest[%s/XYZ null %s null]", textString(m.title), e.ref, pages[m.page], decimal(pageHeight-m.y))
		if i > 0 {
			body += "/Prev " + e.kids[i-1].ref.String()
		}
		if i < len(e.kids)-1 {
			body += "/Next " + e.kids[i+1].ref.String()
		}
		f.put(kid.ref, body+kid.below()+">>")
		kid.write(f, pages)
	}
}

// below names the first and last entry below this one, and how many are open.
func (e *entry) below() string {
	if len(e.kids) == 0 {
		return ""
	}
	return fmt.Sprintf("/First %s/Last %s/Count %d", e.kids[0].ref, e.kids[len(e.kids)-1].ref, e.count())
}

func (e *entry) count() int {
	n := len(e.kids)
	for _, kid := range e.kids {
		n += kid.count()
	}
	return n
}
