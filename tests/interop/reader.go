// Reads a ledger with the libraries of the Go checksum database, which know nothing
// of Weegboek: golang.org/x/mod/sumdb/note and golang.org/x/mod/sumdb/tlog.
//
//	reader LEDGER VKEY PROOF OLD GROWTH
//
// It opens the checkpoint, authenticates every tile against its root, hashes every
// entry again, checks the .tlog-proof in PROOF, and checks that the ledger continues
// the checkpoint in OLD: by GROWTH, and by a proof of its own out of the tiles.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	defer func() {
		if problem := recover(); problem != nil {
			fmt.Println("FAILED:", problem)
			os.Exit(1)
		}
	}()
	dir, vkey := os.Args[1], os.Args[2]
	tree := open(read(filepath.Join(dir, "checkpoint")), vkey)
	reader := tlog.TileHashReader(tree.Tree, tiles{dir})
	all := entries(dir, tree.N)
	checkEntries(all, tree, reader)
	index := checkProof(read(os.Args[3]), vkey, all, reader)
	old := checkGrowth(read(os.Args[4]), read(os.Args[5]), vkey, reader)
	fmt.Printf("verified: %s, %d entries, entry %d, since %d\n", tree.origin, tree.N, index, old)
}

// A checkpoint whose signature has been checked.
type checkpoint struct {
	tlog.Tree
	origin string
}

func open(raw []byte, vkey string) checkpoint {
	verifier, err := note.NewVerifier(vkey)
	must(err)
	opened, err := note.Open(raw, note.VerifierList(verifier))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	root, err := tlog.ParseHash(lines[2])
	must(err)
	return checkpoint{tlog.Tree{N: size, Hash: root}, lines[0]}
}

// The files of a ledger, as the checksum database reads them: its own paths have the
// height of the tiles in them, those of c2sp.org/tlog-tiles have not.
type tiles struct{ dir string }

func (t tiles) Height() int { return 8 }

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		data, err := os.ReadFile(filepath.Join(t.dir, path))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func entries(dir string, size int64) [][]byte {
	var all [][]byte
	for first := int64(0); first < size; first += 256 {
		width := min(256, size-first)
		path := tlog.Tile{H: 8, L: 0, N: first / 256, W: int(width)}.Path()
		raw := read(filepath.Join(dir, strings.Replace(path, "tile/8/0/", "tile/entries/", 1)))
		for len(raw) > 0 {
			end := 2 + int(binary.BigEndian.Uint16(raw))
			all = append(all, raw[2:end])
			raw = raw[end:]
		}
	}
	if int64(len(all)) != size {
		panic(fmt.Sprintf("%d entries instead of %d", len(all), size))
	}
	return all
}

// Checks that entries are those of the tiles and lead to the root. The tiles alone do
// not do: x/mod 0.7.0 skips some of them when several hashes lie in the right edge.
func checkEntries(all [][]byte, tree checkpoint, reader tlog.HashReader) {
	var stored memory
	var hashes []tlog.Hash
	for index, entry := range all {
		if index%256 == 0 {
			hashes = leaves(int64(index), tree.N, reader)
		}
		if hashes[index%256] != tlog.RecordHash(entry) {
			panic(fmt.Sprintf("entry %d differs", index))
		}
		added, err := tlog.StoredHashes(int64(index), entry, stored)
		must(err)
		stored = append(stored, added...)
	}
	root, err := tlog.TreeHash(tree.N, stored)
	must(err)
	if root != tree.Hash {
		panic("the entries do not lead to the root")
	}
}

func leaves(first, size int64, reader tlog.HashReader) []tlog.Hash {
	var indexes []int64
	for index := first; index < min(first+256, size); index++ {
		indexes = append(indexes, tlog.StoredHashIndex(0, index))
	}
	hashes, err := reader.ReadHashes(indexes)
	must(err)
	return hashes
}

type memory []tlog.Hash

func (m memory) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var found []tlog.Hash
	for _, index := range indexes {
		found = append(found, m[index])
	}
	return found, nil
}

// Checks a c2sp.org/tlog-proof, and that it is the proof that Go makes of that entry.
func checkProof(raw []byte, vkey string, all [][]byte, reader tlog.HashReader) int64 {
	head, rest, _ := bytes.Cut(raw, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	must(err)
	proof := tlog.RecordProof(hashes(lines[2:]))
	tree := open(rest, vkey)
	must(tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(all[index])))
	own, err := tlog.ProveRecord(tree.N, index, reader)
	must(err)
	same(own, proof)
	return index
}

// Checks that a checkpoint continues an old one, by the body of an add-checkpoint
// request (c2sp.org/tlog-witness), and that its proof is the one that Go makes.
func checkGrowth(older, growth []byte, vkey string, reader tlog.HashReader) int64 {
	old := open(older, vkey)
	head, rest, _ := bytes.Cut(growth, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if lines[0] != fmt.Sprintf("old %d", old.N) {
		panic("growth from another size: " + lines[0])
	}
	proof := tlog.TreeProof(hashes(lines[1:]))
	tree := open(rest, vkey)
	must(tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash))
	own, err := tlog.ProveTree(tree.N, old.N, reader)
	must(err)
	same(own, proof)
	return old.N
}

func hashes(lines []string) []tlog.Hash {
	var all []tlog.Hash
	for _, line := range lines {
		raw, err := base64.StdEncoding.DecodeString(line)
		must(err)
		all = append(all, *(*tlog.Hash)(raw))
	}
	return all
}

func same(own, proof []tlog.Hash) {
	if fmt.Sprint(own) != fmt.Sprint(proof) {
		panic(fmt.Sprintf("Go makes another proof: %v, not %v", own, proof))
	}
}

func min(one, two int64) int64 {
	if one < two {
		return one
	}
	return two
}

func read(path string) []byte {
	raw, err := os.ReadFile(path)
	must(err)
	return raw
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
