using System.Text.Json;
using System.Text.RegularExpressions;
using Hub.Domain.Privacy;

namespace Hub.Connectors.Email;

/// <summary>What servers answer and who is ill then: the rows of <c>smtp-answers.json</c>, the first that fits (RFC 5321, RFC 3463, and the words of Gmail, Microsoft 365, Exchange and Postfix).</summary>
public static partial class SmtpAnswers
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Shorter parts of an address are words of their own.</summary>
    private const int ShortestSaid = 4;

    private static readonly IReadOnlyList<Row> Rows = Load();

    /// <param name="code">Three digits.</param>
    /// <param name="words">The rest of the answer, with its enhanced status when it has one.</param>
    public static Blame Judge(int code, string words)
    {
        var status = EnhancedStatus().Match(words) is { Success: true } match ? match.Value : "";
        return Rows.First(row => row.Fits(code, status, words)).Blame;
    }

    /// <summary>What was said of an address without saying the address: a reporter's would stand open in outbox, history, alarms and log. What else it says, such as the address of our own server, stays.</summary>
    public static string Without(MailAddress person, string words) =>
        new[] { person.Address, person.Address.Split('@')[0], person.Name?.Trim() ?? "" }.Where(said => said.Length >= ShortestSaid)
            .Aggregate(words, (left, said) => left.Replace(said, LeakGate.Blot, StringComparison.OrdinalIgnoreCase));

    private static List<Row> Load()
    {
        using var file = typeof(SmtpAnswers).Assembly.GetManifestResourceStream("Email/smtp-answers.json")!;
        using var json = JsonDocument.Parse(file);
        return [.. json.RootElement.EnumerateArray().Select(Row.Read)];
    }

    [GeneratedRegex(@"\b[245]\.\d{1,3}\.\d{1,3}\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex EnhancedStatus();

    private sealed record Row(Regex Code, Regex Status, Regex Words, Blame Blame)
    {
        public static Row Read(JsonElement row) => new(
            Pattern(row, "code"), Pattern(row, "status"), Pattern(row, "words", whole: false), Enum.Parse<Blame>(row.GetProperty("blame").GetString()!));

        public bool Fits(int code, string status, string words) => Code.IsMatch($"{code}") && Status.IsMatch(status) && Words.IsMatch(words);

        private static Regex Pattern(JsonElement row, string name, bool whole = true) =>
            row.TryGetProperty(name, out var pattern)
                ? new Regex(whole ? $"^(?:{pattern.GetString()})$" : pattern.GetString()!, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Patience)
                : new Regex("", RegexOptions.None, Patience);
    }
}
