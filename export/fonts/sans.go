package fonts

// Sans is the embedded sans-serif font, a TrueType file, for pictures.
func Sans() []byte { return []byte(notoSans) }
