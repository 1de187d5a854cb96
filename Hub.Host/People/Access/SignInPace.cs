using System.Collections.Concurrent;
using System.Net;
using Hub.Domain.Envelopes;
using Hub.Host.Foundation.Security;

namespace Hub.Host.People.Access;

/// <summary>Slows guessing down by making wrong tries wait longer and longer; it locks nobody out.</summary>
/// <remarks>
/// Counted are one name from one address, one address whatever the name, and one name whatever the address. A browser in which that person was signed in before is counted by itself and waits for
/// its own wrong tries alone: nobody who guesses keeps the owner away, from the same office neither. Names that do not exist are counted alike.
/// </remarks>
public sealed class SignInPace(TimeProvider clock)
{
    private const int MostKept = 20_000;

    /// <summary>Thirty people behind one address mistype twice each, and nobody waits.</summary>
    private static readonly Limit OneAddress = new(60, TimeSpan.FromMinutes(1));

    private static readonly Limit OneName = new(30, TimeSpan.FromMinutes(1));
    private static readonly Limit NameFromAddress = new(5, TimeSpan.FromMinutes(15));
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(30);

    private readonly ConcurrentDictionary<string, Failures> failures = new(StringComparer.Ordinal);

    /// <summary>How long the next try has to wait; zero when it may be made.</summary>
    /// <param name="isKnown">The browser was signed in under that name before.</param>
    public TimeSpan WaitOf(string name, IPAddress? address, bool isKnown)
    {
        var now = clock.GetUtcNow();
        var wait = Kinds(name, address, isKnown).Select(k => failures.GetValueOrDefault(k.Key)).OfType<Failures>().Select(f => f.Until - now).DefaultIfEmpty().Max();
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    /// <param name="isKnown">As in <see cref="WaitOf"/>.</param>
    public void Failed(string name, IPAddress? address, bool isKnown)
    {
        var now = clock.GetUtcNow();
        foreach (var (key, limit) in Kinds(name, address, isKnown))
        {
            failures.AddOrUpdate(key, _ => Failures.After(1, limit, now), (_, before) => Failures.After(now - before.At > Memory ? 1 : before.Count + 1, limit, now));
        }

        if (failures.Count > MostKept)
        {
            Forget(now);
        }
    }

    /// <summary>The right password from that address: nothing is held against the two any longer.</summary>
    /// <param name="isKnown">As in <see cref="WaitOf"/>.</param>
    public void Succeeded(string name, IPAddress? address, bool isKnown) => failures.TryRemove(Kinds(name, address, isKnown)[0].Key, out _);

    private void Forget(DateTimeOffset now)
    {
        foreach (var (key, _) in failures.Where(f => now - f.Value.At > Memory))
        {
            failures.TryRemove(key, out _);
        }
    }

    /// <returns>Its own first.</returns>
    private static (string Key, Limit Limit)[] Kinds(string name, IPAddress? address, bool isKnown)
    {
        var (who, where) = (Fingerprint.Of(System.Text.Encoding.UTF8.GetBytes(name.Trim().ToLowerInvariant())), VisitorNetwork.Of(address));
        return isKnown ? [($"{who}|known", NameFromAddress)] : [($"{who}|{where}", NameFromAddress), ($"|{where}", OneAddress), ($"{who}|", OneName)];
    }

    /// <param name="Free">Tries before the first wait.</param>
    private sealed record Limit(int Free, TimeSpan Longest);

    private sealed record Failures(int Count, DateTimeOffset At, DateTimeOffset Until)
    {
        /// <summary>One second, two, four …</summary>
        public static Failures After(int count, Limit limit, DateTimeOffset now) => new(count, now, now + (count < limit.Free
            ? TimeSpan.Zero
            : TimeSpan.FromSeconds(Math.Min(Math.Pow(2, Math.Min(count - limit.Free, 20)), limit.Longest.TotalSeconds))));
    }
}
