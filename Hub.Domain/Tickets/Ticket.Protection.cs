using Hub.Domain.Privacy;

namespace Hub.Domain.Tickets;

public sealed partial class Ticket
{
    /// <summary>Anonim.</summary>
    public bool Anonymous { get; private set; }

    /// <summary>Rahasia.</summary>
    public bool Secret { get; private set; }

    /// <summary>Why it is on the protected road; null while it goes the ordinary way.</summary>
    public ProtectionGround? Protection { get; private set; }

    /// <summary>On the protected road it accuses the bureau that verifies: that bureau alone must not decide on it.</summary>
    public bool AccusesVerifier { get; private set; }

    /// <summary>It accuses the bureau that verifies and is held elsewhere: that bureau neither sees nor decides anything of it.</summary>
    public bool KeepsVerifierOut => AccusesVerifier && Bureau is not null;

    /// <summary>Raises a protection flag; only the reporter or the source can lower one.</summary>
    internal void Protect(bool anonymous, bool secret, string actor, DateTimeOffset now)
    {
        Anonymous |= anonymous;
        Secret |= secret;
        Record(new Happening.Flagged(Anonymous, Secret), now, actor);
    }

    /// <summary>Puts it on the protected road, whoever had it and whether it followed another ticket or was answered: closed to all but the verifier, who decides where it goes; what accuses the verifier's own bureau goes past it. Needs the events of a ticket that follows another.</summary>
    /// <param name="ground">Null does nothing.</param>
    /// <param name="accusesVerifier">Whether what was said now does; asked only where it matters.</param>
    private void Guard(ProtectionGround? ground, Func<bool> accusesVerifier, DateTimeOffset now)
    {
        AccusesVerifier = AccusesVerifier || ((ground ?? Protection) is not null && accusesVerifier());
        if (ground is null || Protection is not null)
        {
            return;
        }

        Record(new Happening.Protected(ground, Anonymous, Secret), now, "hub");
        (Protection, Anonymous, Secret) = (ground, true, true);
        if (MergedInto is not null)
        {
            Unmerge("hub", null, now);
        }

        // However far it had come: the bureau that had it may be the one that it accuses.
        Bureau = null;
        if (IsOpen)
        {
            Status = TicketStatus.Triage;
        }
        else if (Status == TicketStatus.Resolved)
        {
            Reopen("hub", now);
        }
    }

    /// <summary>How far it is protected; a change that raises any of it raises the tickets of the same item too.</summary>
    public Shield Shield => new(Anonymous, Secret, Protection is not null, AccusesVerifier);

    /// <summary>The numbers of the tickets that came of the same item: its parts, its whole, what went on. Needs the events.</summary>
    public IReadOnlyList<string> Kin => [.. WentOn, .. Parts, .. Whole is { } whole ? [whole] : Array.Empty<string>()];

    /// <summary>Another ticket of the same item, and so of the same reporter, is protected as that one now is. Needs the events of both.</summary>
    internal void ProtectAs(Ticket kin, DateTimeOffset now)
    {
        var (anonymous, secret) = kin.OwnFlags;
        if ((anonymous && !Anonymous) || (secret && !Secret))
        {
            Protect(anonymous, secret, "hub", now);
        }

        Guard(kin.Protection, () => kin.AccusesVerifier, now);
    }

    /// <summary>The verifier found that it may go the ordinary way: the flags are again what reporter, source and people set. Needs the events.</summary>
    internal void LiftProtection(string actor, string reason, DateTimeOffset now)
    {
        (Anonymous, Secret) = OwnFlags;
        Record(new Happening.ProtectionLifted(Protection), now, actor, reason);
        (Protection, AccusesVerifier) = (null, false);
    }

    /// <summary>The flags that reporter, source and people set, without those of the protected road. Needs the events.</summary>
    private (bool Anonymous, bool Secret) OwnFlags
    {
        get
        {
            if (Protection is null)
            {
                return (Anonymous, Secret);
            }

            var at = events.Where(e => e.Kind == TicketEventKind.Protected).MaxBy(e => e.Sequence)!;
            var before = at.Of<Happening.Protected>()!;
            var since = events.Where(e => e.Sequence > at.Sequence).Select(e => e.Happened()).OfType<Happening.Flagged>().ToList();
            return (before.Anonymous == true || since.Exists(f => f.Anonymous == true), before.Secret == true || since.Exists(f => f.Secret == true));
        }
    }

    internal void ReleaseFile(long file, string actor, string reason, DateTimeOffset now) => Record(new Happening.FileReleased(file), now, actor, reason);

    /// <summary>The verifier let whoever works on it have that file. Needs the events.</summary>
    public bool IsReleased(long file) => events.Exists(e => e.Kind == TicketEventKind.FileReleased && e.Of<Happening.FileReleased>()!.File == file);
}
