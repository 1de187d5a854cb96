using System.Text.RegularExpressions;

namespace Hub.Domain.Routing;

/// <summary>One of several matters that a text brings.</summary>
/// <param name="Text">Its own words.</param>
/// <param name="Route">Whose it is for itself, and why.</param>
public sealed record Matter(string Text, RoutingDecision Route);

/// <summary>Tells matters for different bureaus apart: cuts a text where it turns to something else or counts, and asks of each piece alone whose it is.</summary>
/// <param name="whose">The bureau whose a piece clearly is; null: it belongs to the piece before it.</param>
internal sealed class Matters(Func<RoutingQuestion, string?> whose)
{
    /// <summary>What is longer is a document, which no list of wishes makes several letters of.</summary>
    private const int MostSigns = 20_000;

    private const int FewestWords = 5;

    private static readonly Lexicon Known = Lexicon.Read("matters");
    private static readonly Regex Turn = Known.Any("turns", @"(?i)\G(?<=[.;!?,\n)]\s{0,8})\b{}\b");
    private static readonly Regex Mark = Known.Any("marks", @"(?i)\G{}");

    /// <returns>At least two, in the order of the text; empty where all of it is for one bureau.</returns>
    public IReadOnlyList<(string Text, string Bureau)> In(RoutingQuestion question)
    {
        var pieces = question.Body.Length > MostSigns ? [] : Pieces(question.Body);
        if (pieces.Count < 2)
        {
            return [];
        }

        var found = new List<(string Text, string Bureau)>();
        var before = "";
        foreach (var piece in pieces)
        {
            if (Clear(question, piece) is { } bureau)
            {
                Put(found, Joined(before, piece), bureau);
                before = "";
            }
            else if (found.Count > 0)
            {
                found[^1] = (Joined(found[^1].Text, piece), found[^1].Bureau);
            }
            else
            {
                before = Joined(before, piece);
            }
        }

        return found.Count > 1 ? found : [];
    }

    /// <summary>What is for the same bureau is one matter, wherever it stands.</summary>
    private static void Put(List<(string Text, string Bureau)> found, string text, string bureau)
    {
        var same = found.FindIndex(m => m.Bureau == bureau);
        if (same < 0)
        {
            found.Add((text, bureau));
        }
        else
        {
            found[same] = (Joined(found[same].Text, text), bureau);
        }
    }

    private string? Clear(RoutingQuestion question, string piece) =>
        piece.Split((char[]?)null, FewestWords + 1, StringSplitOptions.RemoveEmptyEntries).Length < FewestWords ? null : whose(question.OfPiece(piece));

    private static List<string> Pieces(string text)
    {
        var cuts = Openings(text).Where(at => Turn.IsMatch(text, at) || Mark.IsMatch(text, at)).ToList();
        return [.. cuts.Prepend(0).Zip(cuts.Append(text.Length), (from, to) => text[from..to].Trim()).Where(piece => piece.Length > 0)];
    }

    /// <summary>Where a piece can begin at all: behind a stop, or with a bracket. To ask the expressions only there costs a fraction of letting them search.</summary>
    private static IEnumerable<int> Openings(string text)
    {
        var stopped = false;
        for (var i = 0; i < text.Length; i++)
        {
            var blank = char.IsWhiteSpace(text[i]);
            if (i > 0 && !blank && (stopped || text[i] == '('))
            {
                yield return i;
            }

            stopped = text[i] is '.' or ';' or ':' or '!' or '?' or ',' or ')' or '\n' || (stopped && blank);
        }
    }

    private static string Joined(string before, string piece) => before.Length == 0 ? piece : $"{before}\n{piece}";
}
