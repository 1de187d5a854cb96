using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;

namespace Hub.Domain.Privacy;

/// <summary>Reads from an item whether it needs the protected road: pleas for secrecy, accusations of officials, gifts to them. Pure; in doubt it protects.</summary>
/// <remarks>Looks at folded words without punctuation, so that spelling and look-alike letters change nothing; what it listens for stands in <c>protection.words</c>.</remarks>
public static class ProtectionReader
{
    /// <summary>An accusation names who is meant within so many words of what they did.</summary>
    private const int Reach = 25;

    /// <summary>So many words before a deed tell whether it is prevented, taught or reported on instead of done.</summary>
    private const int Before = 4;

    /// <summary>After so many texts the expressions are compiled: each text then takes less than half, and a hub that reads few does not pay for it.</summary>
    private const int Many = 200;

    private static volatile Ear ear = new(compiled: false);
    private static int heard;

    /// <returns>Null when the item may go the ordinary way.</returns>
    public static ProtectionGround? Of(Submission submission) =>
        submission.Protection ?? Known.GetValue(submission, static s => new(Read(TextOf(s)))).Value;

    /// <summary>Asked for the route and for the ticket: the texts are listened to once.</summary>
    private static readonly ConditionalWeakTable<Submission, StrongBox<ProtectionGround?>> Known = [];

    /// <summary>All that the reporter says in it.</summary>
    public static string TextOf(Submission submission) => string.Concat([submission.Title, "\n", submission.NewBody, "\n", submission.OriginalBody]);

    /// <summary>The deed is laid to the bureau that verifies, or to people of it.</summary>
    public static bool AccusesVerifier(string text) => Listening().AccusesVerifier(TextView.Of(text).Words);

    /// <inheritdoc cref="AccusesVerifier(string)"/>
    public static bool AccusesVerifier(Submission submission) => submission.AccusedVerifier || AccusesVerifier(TextOf(submission));

    /// <inheritdoc cref="Of"/>
    public static ProtectionGround? Read(string text) => Listening().Read(TextView.Of(text).Words);

    private static Ear Listening()
    {
        if (Interlocked.Increment(ref heard) == Many)
        {
            ear = new Ear(compiled: true);
        }

        return ear;
    }

    /// <summary>What is listened for.</summary>
    private sealed class Ear(bool compiled)
    {
        private static readonly Lexicon Known = Lexicon.Read("protection");

        private readonly IReadOnlyList<Regex> pleas = Known.Some("pleas", compiled: compiled);
        private readonly IReadOnlyList<Regex> deeds = Known.Some("deeds", @"\b{}\b", compiled);
        private readonly IReadOnlyList<Regex> gifts = Known.Some("gifts", @"\b{}\b", compiled);
        private readonly IReadOnlyList<Regex> demands = Known.Some("demands", compiled: compiled);
        private readonly IReadOnlyList<Regex> officials = Known.Some("officials", @"\b{}\b", compiled);
        private readonly IReadOnlyList<Regex> verifiers = Known.Some("verifiers", @"\b{}\b", compiled);
        private readonly IReadOnlyList<Regex> prevented = Known.Some("prevented", @"\b{}\b(\s+\w+){0,2}\s*$", compiled);
        private readonly IReadOnlyList<Regex> office = Known.Some("office", compiled: compiled);

        public bool AccusesVerifier(IReadOnlyList<string> words)
        {
            var line = string.Join(' ', words);
            return IsAny(verifiers, line) && (Accuses(words, line, gifts, verifiers) || Accuses(words, line, deeds, verifiers) || All(demands, line).Any(demand => IsNear(words, line, demand, verifiers)));
        }

        public ProtectionGround? Read(IReadOnlyList<string> words)
        {
            var line = string.Join(' ', words);
            return IsAny(pleas, line) ? ProtectionGround.Plea
                : Accuses(words, line, gifts, officials) ? ProtectionGround.Gratification
                : IsAny(demands, line) || Accuses(words, line, deeds, officials) ? ProtectionGround.Accusation
                : null;
        }

        /// <summary>A deed that is done, by somebody who is named near it.</summary>
        private bool Accuses(IReadOnlyList<string> words, string line, IReadOnlyList<Regex> what, IReadOnlyList<Regex> who)
        {
            foreach (var deed in All(what, line))
            {
                var at = line.AsSpan(0, deed.Index).Count(' ');
                var before = Part(words, at - Before, at);
                var after = Part(words, at, at + 3);
                if (!IsAny(prevented, before) && !IsAny(office, after) && IsNear(words, line, deed, who))
                {
                    return true;
                }
            }

            return false;
        }

        private static bool IsNear(IReadOnlyList<string> words, string line, Match deed, IReadOnlyList<Regex> who)
        {
            var at = line.AsSpan(0, deed.Index).Count(' ');
            return IsAny(who, Part(words, at - Reach, at + Reach));
        }

        private static bool IsAny(IReadOnlyList<Regex> some, string words) => some.Any(one => one.IsMatch(words));

        private static IEnumerable<Match> All(IReadOnlyList<Regex> some, string words) => some.SelectMany(one => one.Matches(words));

        private static string Part(IReadOnlyList<string> words, int from, int to) => string.Join(' ', words.Skip(Math.Max(0, from)).Take(to - Math.Max(0, from)));
    }
}
