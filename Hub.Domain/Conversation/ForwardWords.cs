using Hub.Domain.Catalogue;
using Hub.Domain.Routing;
using Hub.Domain.Tickets;

namespace Hub.Domain.Conversation;

/// <summary>Reads what stands behind TERUSKAN (the number of a choice, or the name of a bureau or office, then the reason) and behind BUKAN WEWENANG.</summary>
public static class ForwardWords
{
    private const string First = "1";
    private const string Second = "2";
    private const string Proposed = "3";

    /// <summary>What is less likely is no choice: it would be shown as 0 %.</summary>
    public const double LeastShare = 0.01;

    private static readonly string[] Fillers = ["KE", "KEPADA", "PILIHAN", "BIRO"];
    private static readonly char[] Between = [' ', ':', ',', '.', ';', '-', '–', '\n', '\t'];

    /// <summary>What a triager is asked to choose from, each bureau with its own service; the second is null when there is none.</summary>
    public static (ForwardChoice? First, ForwardChoice? Second) Choices(RoutingDecision route) =>
        (route.Bureau is { } best && (route.NotOurs is not null || route.Score >= LeastShare) ? new ForwardChoice(best, route.Service, route.NotOurs is null ? route.Score : null) : null,
        route.RunnerUp is { } other && other.Bureau != route.Bureau && other.Score >= LeastShare ? new ForwardChoice(other.Bureau, other.Service, other.Score) : null);

    /// <summary>The numbers that a notice of the ticket names: those of its bureaus while somebody has to choose one, and that of the office.</summary>
    public static IReadOnlyList<string> Numbers(Ticket ticket, Office? proposed)
    {
        var (first, second) = ticket is { Bureau: null, Protection: null, IsStub: false } ? Choices(ticket.Route) : (null, null);
        return [.. new[] { first is null ? null : First, second is null ? null : Second, proposed is null ? null : Proposed }.OfType<string>()];
    }

    /// <param name="proposed">The office that stands beside the choices as the third; null when there is none.</param>
    /// <returns>The code of the bureau or office, the service where a choice was named, and the reason; each null when it is not there.</returns>
    public static (string? Bureau, int? Service, string? Reason) Read(string argument, RoutingDecision route, ServiceCatalogue catalogue, IReadOnlyList<Office> offices, Office? proposed)
    {
        var words = argument.Split(Between, StringSplitOptions.RemoveEmptyEntries);
        var skipped = words.TakeWhile(w => Fillers.Contains(w.ToUpperInvariant(), StringComparer.Ordinal)).Count();
        var rest = words.Skip(skipped).ToList();
        if (rest.Count == 0)
        {
            return (null, null, null);
        }

        if (rest[0] is First or Second)
        {
            var (first, second) = Choices(route);
            var chosen = rest[0] == First ? first : second;
            return (chosen?.Bureau, chosen?.Service, Reason(argument, rest, 1));
        }

        if (rest[0] == Proposed)
        {
            return (proposed?.Code, null, Reason(argument, rest, 1));
        }

        if (OfficeNames.Begin(rest, offices) is var (office, count))
        {
            return (office.Code, null, Reason(argument, rest, count));
        }

        var best = catalogue.Bureaus.SelectMany(b => Names(b).Select(name => (b.Code, Name: name)))
            .Where(b => b.Name.Length > 0 && Begins(rest, b.Name)).OrderByDescending(b => b.Name.Length).FirstOrDefault();
        return best.Code is null ? (null, null, null) : (best.Code, null, Reason(argument, rest, best.Name.Length));
    }

    /// <summary>The authority and the explanation for the reporter, apart by a colon or a new line.</summary>
    /// <returns>Null when one of them is missing.</returns>
    public static (string Target, string Evidence)? NotOurs(string argument)
    {
        var at = argument.IndexOfAny([':', '\n']);
        if (at < 0)
        {
            return null;
        }

        var (target, evidence) = (argument[..at].Trim(' ', '-', '–', ','), argument[(at + 1)..].Trim());
        return target.Any(char.IsLetter) && evidence.Any(char.IsLetter) ? (target, evidence) : null;
    }

    private static IEnumerable<string[]> Names(Bureau bureau) =>
        new[] { bureau.Code, bureau.ShortName, bureau.Name.Replace("Biro ", "", StringComparison.Ordinal) }
            .Select(name => name.ToUpperInvariant().Split([' ', '-', '.'], StringSplitOptions.RemoveEmptyEntries));

    private static bool Begins(List<string> words, string[] name) =>
        words.Count >= name.Length && name.Zip(words).All(pair => pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));

    /// <summary>As it was written, from behind the last word that names the bureau.</summary>
    private static string? Reason(string argument, List<string> words, int used)
    {
        var at = 0;
        foreach (var word in words.Take(used))
        {
            at = argument.IndexOf(word, at, StringComparison.Ordinal) + word.Length;
        }

        return argument[at..].Trim(Between) is { Length: > 0 } reason ? reason : null;
    }
}

/// <summary>A bureau that may be named by its number.</summary>
/// <param name="Share">How likely it is, 0 to 1; null where another authority is likelier and the bureau only looks after that.</param>
public sealed record ForwardChoice(string Bureau, int? Service, double? Share);
