package pdf

import (
	"fmt"
	"nianbao/export/layout"
	"strings"
)

// element is what the file has of a node of the structure.
type element struct {
	pieces []piece
	ref    ref
}

// piece is marked content on a page.
type piece struct{ page, id int }

// elements are those of a document's nodes.
type elements map[*layout.Node]*element

// of is the node's, made when it is asked for first.
func (e elements) of(n *layout.Node) *element {
	x, ok := e[n]
	if !ok {
		x = &element{}
		e[n] = x
	}
	return x
}

// structure writes the tree below root, and returns the reference of its root
// object. owners are the nodes of each page's marked content by its number.
func (f *file) structure(root *layout.Node, pages []ref, owners [][]*layout.Node, marked elements) ref {
	tree, parents := f.reserve(), f.reserve()
	f.number(root, marked)
	f.element(root, tree, pages, marked)
	var b strings.Builder
	b.WriteString("<</Nums[")
	for i, nodes := range owners {
		fmt.Fprintf(&b, "%d[", i)
		for _, n := range nodes {
			b.WriteString(marked.of(n).ref.String() + " ")
		}
		b.WriteString("]")
	}
	b.WriteString("]>>")
	f.put(parents, b.String())
	f.put(tree, fmt.Sprintf("<</Type/StructTreeRoot/K %s/ParentTree %s/ParentTreeNextKey %d>>", marked.of(root).ref, parents, len(owners)))
	return tree
}

func (f *file) number(n *layout.Node, marked elements) {
	marked.of(n).ref = f.reserve()
	for _, kid := range n.Kids {
		f.number(kid, marked)
	}
}

func (f *file) element(n *layout.Node, parent ref, pages []ref, marked elements) {
	x := marked.of(n)
	var b strings.Builder
	fmt.Fprintf(&b, "<</Type/StructElem/S/%s/P %s", n.Tag, parent)
	if a := attributes(n); a != "" {
		b.WriteString("/A<</O/Table" + a + ">>")
	}
	if len(x.pieces) > 0 {
		b.WriteString("/Pg " + pages[x.pieces[0].page].String())
	}
	b.WriteString("/K[")
	for _, p := range x.pieces {
		if p.page == x.pieces[0].page {
			fmt.Fprintf(&b, "%d ", p.id)
		} else {
			fmt.Fprintf(&b, "<</Type/MCR/Pg %s/MCID %d>>", pages[p.page], p.id)
		}
	}
	for _, kid := range n.Kids {
		b.WriteString(marked.of(kid).ref.String() + " ")
	}
	b.WriteString("]>>")
	f.put(x.ref, b.String())
	for _, kid := range n.Kids {
		f.element(kid, x.ref, pages, marked)
	}
}

// attributes are a table cell's.
func attributes(n *layout.Node) string {
	a := ""
	if n.Rows > 1 {
		a += fmt.Sprintf("/RowSpan %d", n.Rows)
	}
	if n.Cols > 1 {
		a += fmt.Sprintf("/ColSpan %d", n.Cols)
	}
	if n.Scope != "" {
		a += "/Scope/" + n.Scope
	}
	return a
}

// outline writes the bookmarks and returns their root; 0 for none.
func (f *file) outline(marks []*layout.Bookmark, pages []ref) ref {
	if len(marks) == 0 {
		return 0
	}
	root := &entry{}
	at := []*entry{root} // the open entry of each level
	levels := []int{0}
	for _, m := range marks {
		for len(at) > 1 && levels[len(levels)-1] >= m.Level {
			at, levels = at[:len(at)-1], levels[:len(levels)-1]
		}
		e := &entry{mark: m}
		top := at[len(at)-1]
		top.kids = append(top.kids, e)
		at, levels = append(at, e), append(levels, m.Level)
	}
	root.reserve(f)
	root.write(f, pages)
	return root.ref
}

// entry is a bookmark with those below it.
type entry struct {
	mark *layout.Bookmark
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
		body := fmt.Sprintf("<</Title %s/Parent %s/Dest[%s/XYZ null %s null]", textString(m.Title), e.ref, pages[m.Page], decimal(layout.PageHeight-m.Y))
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
