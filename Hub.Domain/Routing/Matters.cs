using System.Text.RegularExpressions;

namespace Hub.Domain.Routing;

/// <summary>One of several matters that a text brings.</summary>
/// <param name="Text">Its own words.</param>
/// <param name="Route">Whose it is for itself, and why.</param>
public sealed record Matter(string Text, RoutingDecision Route);

/// <summary>Tells matters for different bureaus apart: cuts a text where it turns to something else or counts, and asks of each piece alone whose it is.</summary>
/// <param name="judge">Whose a piece is.</param>
/// <param name="clear">The least score at which a piece is a matter of its own; what is less clear belongs to the one before it.</param>
internal sealed class Matters(Func<RoutingQuestion, RoutingDecision> judge, double clear)
{
    /// <summary>What is longer is a document, which no list of wishes makes several letters of.</summary>
    private const int MostSigns = 20_000;

    private const int FewestWords = 5;

    private static readonly Lexicon Known = Lexicon.Read("matters");
    private static readonly Regex Turn = Known.Any("turns", @"(?i)\G(?<=[.;!?,\n)]\s{0,8})\b{}\b");
    private static readonly Regex Mark = Known.Any("marks", @"(?i)\G{}");

    /// <returns>At least two, in the order of the text; empty where all of it is for one bureau.</returns>
    public IReadOnlyList<Matter> In(RoutingQuestion question)
    {
        var pieces = question.Body.Length > MostSigns ? [] : Pieces(question.Body);
        if (pieces.Count < 2)
        {
            return [];
        }

        var found = new List<Matter>();
        var before = "";
        foreach (var piece in pieces)
        {
            if (Clear(question, piece) is { } route)
            {
                Put(found, new Matter(Joined(before, piece), route));
                before = "";
            }
            else if (found.Count > 0)
            {
                found[^1] = found[^1] with { Text = Joined(found[^1].Text, piece) };
            }
            else
            {
                before = Joined(before, piece);
            }
        }

        return found.Count > 1 ? found : [];
    }

    /// <summary>What is for the same bureau is one matter, wherever it stands.</summary>
    private static void Put(List<Matter> found, Matter matter)
    {
        var same = found.FindIndex(m => m.Route.Bureau == matter.Route.Bureau);
        if (same < 0)
        {
            found.Add(matter);
        }
        else
        {
            found[same] = found[same] with { Text = Joined(found[same].Text, matter.Text) };
        }
    }

    private RoutingDecision? Clear(RoutingQuestion question, string piece)
    {
        if (piece.Split((char[]?)null, FewestWords + 1, StringSplitOptions.RemoveEmptyEntries).Length < FewestWords)
        {
            return null;
        }

        var route = judge(question.OfPiece(piece));
        return route is { Bureau: not null, NotOurs: null } && route.Score >= clear ? route : null;
    }

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
