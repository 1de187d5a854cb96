using System.Text;
using System.Text.RegularExpressions;
using Hub.Domain.Catalogue;
using Hub.Domain.Submissions;

namespace Hub.Domain.Tickets;

/// <summary>Which requirements of its service a ticket meets: read from its words and files, corrected by people; derived anew at every look.</summary>
public static partial class Checklist
{
    /// <summary>A picture smaller than this is the mark of a letterhead, no photo.</summary>
    private const int SmallestPhoto = 8_000;

    /// <summary>The events that say something about requirements.</summary>
    public static IReadOnlyList<TicketEventKind> Kinds { get; } = [TicketEventKind.AskedReporter, TicketEventKind.Completed, TicketEventKind.RequirementsChecked];

    /// <param name="ticket">With its files, and the events of <see cref="Kinds"/>.</param>
    /// <returns>In the order of the decree; empty where no service is asked for.</returns>
    public static IReadOnlyList<CheckedRequirement> Of(Ticket ticket, ServiceCatalogue catalogue)
    {
        if (ticket.Kind is not (SubmissionKind.Request or SubmissionKind.InformationRequest) || catalogue.FindService(ticket.Service) is not { } service)
        {
            return [];
        }

        var said = SaidByPeople(ticket, service.Number);
        var came = new Came(ticket);
        return
        [
            .. from line in service.Checklist.Select((requirement, i) => (Number: i + 1, Requirement: requirement))
               where line.Requirement.OnlyWith.Count == 0 || came.Says(line.Requirement.OnlyWith) || said.ContainsKey(line.Number)
               select new CheckedRequirement(line.Number, line.Requirement, said.TryGetValue(line.Number, out var there) ? there : came.Shows(line.Requirement)),
        ];
    }

    /// <summary>The last word of people on each number; what was asked for is there once the file was called complete.</summary>
    private static Dictionary<int, bool> SaidByPeople(Ticket ticket, int service)
    {
        var said = new Dictionary<int, bool>();
        foreach (var happened in ticket.Events.Where(e => Kinds.Contains(e.Kind)).OrderBy(e => e.Sequence).Select(e => e.Happened()))
        {
            switch (happened)
            {
                case Happening.AskedReporter { Missing: { } missing } asked when asked.Service == service:
                    Say(missing, false);
                    break;
                case Happening.RequirementsChecked looked when looked.Service == service:
                    Say(looked.There ?? [], true);
                    Say(looked.Missing ?? [], false);
                    break;
                case Happening.Completed:
                    Say([.. said.Where(s => !s.Value).Select(s => s.Key)], true);
                    break;
                case Happening.AskedReporter or Happening.RequirementsChecked:
                    break;
            }
        }

        return said;

        void Say(IEnumerable<int> numbers, bool there)
        {
            foreach (var number in numbers)
            {
                said[number] = there;
            }
        }
    }

    /// <summary>What came with the item.</summary>
    private sealed class Came(Ticket ticket)
    {
        private readonly List<TicketAttachment> files = [.. ticket.Attachments.Where(a => a.SentWith is null)];
        private readonly string text = Plain($"{ticket.Title}\n{ticket.Body}");

        public bool Says(IReadOnlyList<string> words) => Has(text, words);

        /// <returns>Null where only a person can tell.</returns>
        public bool? Shows(Requirement requirement) => requirement.Evidence switch
        {
            Evidence.None => null,
            Evidence.Message => true,
            Evidence.Letter => ticket.LetterNumber is not null || files.Exists(f => Names(f, requirement)) ? true : null,
            Evidence.Image => files.Exists(f => IsPhoto(f) || Names(f, requirement)),
            Evidence.Document => Document(requirement),
        };

        /// <summary>A scan with a name that says nothing may be it: then the text decides, and where that is silent a person.</summary>
        private bool? Document(Requirement requirement) =>
            files.Exists(f => Names(f, requirement)) ? true
            : !files.Exists(f => !IsPhoto(f)) ? false
            : Says(requirement.Words) ? true
            : null;

        private static bool Names(TicketAttachment file, Requirement requirement) => Has(Plain(Path.GetFileNameWithoutExtension(file.Name)), requirement.Words);

        private static bool IsPhoto(TicketAttachment file) =>
            file.MediaType.StartsWith("image/", StringComparison.OrdinalIgnoreCase) && (file.Size == 0 || file.Size >= SmallestPhoto) && !OfLetterhead().IsMatch(file.Name);

        private static bool Has(string text, IReadOnlyList<string> words) => words.Any(word => text.Contains($" {word}", StringComparison.Ordinal));

        /// <summary>Small letters and figures, with one blank for all that stands between. Sign by sign: an expression that replaces keeps all the pieces, and a text may be long.</summary>
        private static string Plain(string text)
        {
            var plain = new StringBuilder(text.Length + 1).Append(' ');
            foreach (var c in text)
            {
                if (char.IsLetter(c) || char.IsNumber(c))
                {
                    plain.Append(char.ToLowerInvariant(c));
                }
                else if (plain[^1] is not ' ')
                {
                    plain.Append(' ');
                }
            }

            return plain.ToString();
        }
    }

    [GeneratedRegex(@"^(image\d{3}\b|logo|ttd|tanda ?tangan|signature)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OfLetterhead();
}

/// <summary>A requirement on a ticket.</summary>
/// <param name="Number">By which people name it, from 1.</param>
/// <param name="IsThere">Null while nobody has looked and nothing shows it.</param>
public sealed record CheckedRequirement(int Number, Requirement Requirement, bool? IsThere)
{
    /// <summary>It is the reporter's to bring, and is not there.</summary>
    public bool IsMissing => Standing == RequirementStanding.Missing;

    /// <summary>As pages and mails alike say it.</summary>
    public RequirementStanding Standing => (IsThere, Requirement.Own) switch
    {
        (true, _) => RequirementStanding.There,
        (_, true) => RequirementStanding.Own,
        (false, _) => RequirementStanding.Missing,
        _ => RequirementStanding.Unseen,
    };
}

/// <summary>How it is with a requirement.</summary>
public enum RequirementStanding
{
    There,

    /// <summary>The office sees to it by itself.</summary>
    Own,
    Missing,

    /// <summary>Nobody has looked, and nothing shows it.</summary>
    Unseen,
}
