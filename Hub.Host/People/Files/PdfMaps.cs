using System.Collections.Frozen;
using System.Text;

namespace Hub.Host.People.Files;

/// <summary>The small programs in a PDF, written anew from what they count with: tables from bytes to characters, and calculators of colours. Their comments, titles and names stay behind.</summary>
internal static class PdfMaps
{
    private static readonly FrozenSet<string> Tables = "codespacerange bfchar bfrange cidchar cidrange notdefchar notdefrange".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Steps =
        "abs add atan ceiling cos cvi cvr div exp floor idiv ln log mod mul neg round sin sqrt sub truncate and bitshift eq ge gt le lt ne not or xor if ifelse copy dup exch index pop roll".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <exception cref="FileHeld">Something else stands in a table.</exception>
    public static void WriteMap(PdfTokens tokens, Stream into)
    {
        Put(into, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> def\n/CMapName /Map def\n/CMapType 2 def\n");
        var (before, name, table) = ("", "", default(string));
        for (var piece = tokens.Next(); piece != PdfPiece.End; piece = tokens.Next())
        {
            var word = tokens.Said;
            if (table is not null)
            {
                table = WriteRow(piece, word, table, into);
            }
            else if (piece == PdfPiece.Word && word.StartsWith("begin", StringComparison.Ordinal) && Tables.Contains(word[5..]))
            {
                table = word[5..];
                Put(into, $"{(int.TryParse(before, out var rows) ? rows : 0)} {word}\n");
            }
            else if (piece == PdfPiece.Word && word == "usecmap" && PdfShapes.Words.Contains(name))
            {
                Put(into, $"/{name} usecmap\n");
            }
            else if (piece == PdfPiece.Number && name == "WMode" && word is "0" or "1")
            {
                Put(into, $"/WMode {word} def\n");
            }

            (before, name) = (word, piece == PdfPiece.Name ? word : piece == PdfPiece.Word ? "" : name);
        }

        Put(into, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    }

    /// <exception cref="FileHeld">A step that no calculator of a PDF takes.</exception>
    public static void WriteFunction(PdfTokens tokens, Stream into)
    {
        for (var piece = tokens.Next(); piece != PdfPiece.End; piece = tokens.Next())
        {
            Put(into, piece switch
            {
                PdfPiece.Brace => "{ ",
                PdfPiece.BraceEnd => "} ",
                PdfPiece.Number => $"{tokens.Said} ",
                PdfPiece.Word when Steps.Contains(tokens.Said) => $"{tokens.Said} ",
                _ => throw new FileHeld(HeldFile.Damaged),
            });
        }
    }

    /// <returns>The table that goes on; null at its end.</returns>
    private static string? WriteRow(PdfPiece piece, string word, string table, Stream into)
    {
        if (piece == PdfPiece.Word && word == $"end{table}")
        {
            Put(into, $"{word}\n");
            return null;
        }

        Put(into, piece switch
        {
            PdfPiece.Text when word[0] == '<' => $"{word} ",
            PdfPiece.Number => $"{word} ",
            PdfPiece.Array => "[ ",
            PdfPiece.ArrayEnd => "] ",
            _ => throw new FileHeld(HeldFile.Damaged),
        });
        return table;
    }

    private static void Put(Stream into, string text) => into.Write(Encoding.Latin1.GetBytes(text));
}
