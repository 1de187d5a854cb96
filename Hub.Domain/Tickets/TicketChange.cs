using Hub.Domain.Catalogue;
using Hub.Domain.Submissions;

namespace Hub.Domain.Tickets;

/// <summary>One thing that is done to a ticket, by whoever does it. Every change of a ticket is one of these; each says what it needs and either refuses or applies itself whole.</summary>
public abstract partial record TicketChange
{
    private TicketChange() { }

    /// <summary>Its name in the audit trail.</summary>
    public string Name => GetType().Name;

    /// <summary>Who may do it.</summary>
    public virtual TicketRight Needs => TicketRight.Hold;

    /// <summary>The number of the other ticket that it changes too; null when there is none.</summary>
    public virtual string? Other => null;

    /// <summary>Tickets merged under this one share what happens to it, or stand in its way.</summary>
    public virtual bool NeedsFollowers => false;

    /// <summary>It adds to the ticket and takes nothing from what others did meanwhile.</summary>
    public virtual bool IsAddition => false;

    /// <summary>Clocks may depend on it; then the ticket's events must be loaded.</summary>
    public virtual bool ChangesFacts => true;

    /// <summary>What it tells a reporter or a source in a person's own words; null when nothing of it leaves.</summary>
    public virtual string? Leaves => null;

    /// <summary>All the words that a person wrote for it.</summary>
    public virtual IReadOnlyList<string?> Typed => [Leaves];

    /// <summary>Characters; some forty pages. More is a file: each look for who wrote it, each mail and each page would hold it many times over.</summary>
    public const int LongestTyped = 100_000;

    /// <summary>What its writer decided about words that show who wrote.</summary>
    public Wording Wording { get; init; }

    /// <summary>Go to the reporter with <see cref="Leaves"/>.</summary>
    public IReadOnlyList<Attachment> Files { get; init; } = [];

    /// <summary>The same change with other words in the place of <see cref="Leaves"/>.</summary>
    public virtual TicketChange Saying(string words) => this;

    /// <summary>Changes the tickets at hand, or nothing.</summary>
    /// <returns>Why not; null when it was done.</returns>
    public abstract ChangeRefusal? Apply(TicketsAtHand at);

    /// <summary>Gives it to a bureau or an office of the province: out of triage, or on to another (re-disposisi). A bureau says why it passes on what it holds.</summary>
    /// <param name="Bureau">The code of a bureau or of an office.</param>
    /// <param name="Service">One of that bureau; null lets the router choose among its services. Offices have none.</param>
    public sealed record Assign(string Bureau, int? Service, string? Reason) : TicketChange
    {
        public override IReadOnlyList<string?> Typed => [Reason];

        public override TicketRight Needs => IsBlank(Reason) ? TicketRight.Verify : TicketRight.Hold;

        public override ChangeRefusal? Apply(TicketsAtHand at)
        {
            var refusal = UnlessPlace(at, Bureau, Service)
                ?? UnlessFollows(at.Ticket)
                ?? When(!at.Ticket.IsOpen, "FinishedBeforeMove")
                ?? When(at.Ticket.Bureau == Bureau, "SameBureau")
                ?? When(at.Ticket.Protection is not null && Bureau != Office.Inspectorate, "OnProtectedRoad");
            if (refusal is null)
            {
                // Where the table there does not say, what is known of the class stays known.
                var place = at.Place(at.Ticket, Bureau, Service);
                at.Ticket.Assign(place with { Class = place.Class ?? at.Ticket.Class }, at.Actor, Reason, at.Now);
            }

            return refusal;
        }
    }

    /// <summary>The bureau gives it back to triage.</summary>
    public sealed record GiveBack(string Reason) : TicketChange
    {
        public override IReadOnlyList<string?> Typed => [Reason];

        public override ChangeRefusal? Apply(TicketsAtHand at) =>
            Blank(Reason, "BlankReason") ?? UnlessHeld(at.Ticket) ?? When(at.Ticket.AccusesVerifier, "OnProtectedRoad") ?? Done(() => at.Ticket.GiveBack(at.Actor, Reason, at.Now));
    }

    /// <summary>Begins the work; said again, it changes nothing.</summary>
    public sealed record Accept : TicketChange
    {
        public override ChangeRefusal? Apply(TicketsAtHand at) =>
            UnlessOpen(at.Ticket)
            ?? When(at.Ticket.Status is not (TicketStatus.New or TicketStatus.InProgress), "NotToAccept")
            ?? (at.Ticket.Status == TicketStatus.New ? Done(() => at.Ticket.Accept(at.Actor, at.Now)) : null);
    }

    /// <summary>Another authority was asked; the terms that stop for it stop (<see cref="Deadlines.ServiceStandard.StopsFor"/>).</summary>
    /// <param name="Authority">The key of its standard.</param>
    /// <param name="Whom">As people call it.</param>
    /// <param name="Letter">The number of our letter.</param>
    public sealed record WaitFor(string Authority, string Whom, string? Letter, DateOnly Since) : TicketChange
    {
        public override IReadOnlyList<string?> Typed => [Whom, Letter];

        public override ChangeRefusal? Apply(TicketsAtHand at) =>
            Blank(Whom, "BlankTarget") ?? UnlessHeld(at.Ticket)
            ?? When(Since < Wita.DateOf(at.Ticket.ReceivedAt) || Since > Wita.DateOf(at.Now), "WaitOutside")
            ?? Done(() => at.Ticket.WaitFor(new Happening.WaitingBegan(Authority, Whom, Letter, Since), at.Actor, at.Now));
    }

    /// <summary>The other authority answered; the terms go on.</summary>
    public sealed record StopWaiting(string? Text) : TicketChange
    {
        public override IReadOnlyList<string?> Typed => [Text];

        public override ChangeRefusal? Apply(TicketsAtHand at) =>
            UnlessOpen(at.Ticket) ?? When(at.Ticket.Waiting is null, "NotWaitingForAuthority") ?? Done(() => at.Ticket.StopWaiting(at.Actor, Text, at.Now));
    }

    /// <summary>Something began that a term counts from: a visit to the counter, an appeal, a decision, a breach.</summary>
    /// <param name="Rule">The term; one of the occasions of the ticket's service.</param>
    public sealed record Begin(string Rule, DateTimeOffset Since) : TicketChange
    {
        public override ChangeRefusal? Apply(TicketsAtHand at) =>
            UnlessOpen(at.Ticket) ?? When(Since > at.Now, "BegunLater") ?? Done(() => at.Ticket.Begin(Rule, Since, at.Actor, at.Now));
    }

    /// <summary>A substantive answer that does not end the matter (R20).</summary>
    public sealed record Answer(string Text) : TicketChange
    {
        public override bool NeedsFollowers => true;

        public override string Leaves => Text;

        public override TicketChange Saying(string words) => this with { Text = words };

        public override ChangeRefusal? Apply(TicketsAtHand at) =>
            Blank(Text, "BlankAnswer") ?? UnlessHeld(at.Ticket) ?? When(Files.Count == 0 && at.Ticket.WasJustAnswered(Text), "AnsweredSo") ?? ForAll(at, (ticket, say) => ticket.Answer(at.Actor, say(Text, FollowerTexts.Answered), at.Now));
    }

    /// <summary>The final answer (R21).</summary>
    public sealed record Resolve(string Text) : TicketChange
    {
        public override bool NeedsFollowers => true;

        public override string Leaves => Text;

        public override TicketChange Saying(string words) => this with { Text = words };

        public override ChangeRefusal? Apply(TicketsAtHand at) =>
            Blank(Text, "BlankFinalAnswer") ?? UnlessHeld(at.Ticket) ?? ForAll(at, (ticket, say) => ticket.Resolve(at.Actor, say(Text, FollowerTexts.Answered), at.Now));
    }

    /// <summary>The final answer is a refusal, with the reason for the reporter.</summary>
    public sealed record Refuse(string Reason) : TicketChange
    {
        public override bool NeedsFollowers => true;

        public override string Leaves => Reason;

        public override TicketChange Saying(string words) => this with { Reason = words };

        public override ChangeRefusal? Apply(TicketsAtHand at) =>
            Blank(Reason, "BlankReason") ?? UnlessHeld(at.Ticket) ?? ForAll(at, (ticket, say) => ticket.Refuse(at.Actor, say(Reason, FollowerTexts.Answered), at.Now));
    }

    /// <summary>The reporter withdraws it, or is deemed to have (R19).</summary>
    public sealed record Withdraw(string? Reason) : TicketChange
    {
        public override IReadOnlyList<string?> Typed => [Reason];

        public override ChangeRefusal? Apply(TicketsAtHand at) => UnlessOpen(at.Ticket) ?? Done(() => at.Ticket.Withdraw(at.Actor, Reason, at.Now));
    }

    /// <summary>How content the reporter is with the final answer; a later word counts.</summary>
    public sealed record Rate(int Stars) : TicketChange
    {
        public override TicketRight Needs => TicketRight.Report;

        public override bool IsAddition => true;

        public override bool ChangesFacts => false;

        public override ChangeRefusal? Apply(TicketsAtHand at) =>
            When(Stars is < 1 or > Ticket.MostStars, "RateOutside", Ticket.MostStars) ?? When(at.Ticket.IsOpen, "NotToRate") ?? Done(() => at.Ticket.Rate(Stars));
    }

    /// <summary>Says on which day the event is that the request is for (R12).</summary>
    public sealed record SetEvent(DateOnly On) : TicketChange
    {
        public override ChangeRefusal? Apply(TicketsAtHand at) =>
            When(On < Wita.DateOf(at.Ticket.ReceivedAt), "EventBeforeReceipt") ?? UnlessOpen(at.Ticket) ?? Done(() => at.Ticket.SetEvent(On, at.Actor, at.Now));
    }

    /// <summary>Says which service of its bureau is asked for; class and clocks follow from it.</summary>
    public sealed record SetService(int Service) : TicketChange
    {
        public override ChangeRefusal? Apply(TicketsAtHand at)
        {
            var service = at.Catalogue.FindService(Service);
            return UnlessHeld(at.Ticket)
                ?? When(service is null, "NoService", Service)
                ?? When(service!.Bureau != at.Ticket.Bureau, "ServiceElsewhere", Service, at.Catalogue.FindBureau(service.Bureau)?.Name)
                ?? Done(() => at.Ticket.Reclassify(at.Ticket.Kind, Service, at.Place(at.Ticket, service.Bureau, Service).Class, at.Actor, at.Now));
        }
    }

    /// <summary>A person says that the matter goes on after its final answer (R21).</summary>
    public sealed record Reopen : TicketChange
    {
        public override ChangeRefusal? Apply(TicketsAtHand at) =>
            UnlessFollows(at.Ticket) ?? When(at.Ticket.Status != TicketStatus.Resolved, "NotToReopen") ?? Done(() => at.Ticket.Reopen(at.Actor, at.Now));
    }

    /// <summary>Another authority's: ends our clocks, tells reporter and source (R18).</summary>
    public sealed record NotOurs(string Target, string Evidence) : TicketChange
    {
        public override TicketRight Needs => TicketRight.Verify;

        public override bool NeedsFollowers => true;

        public override string Leaves => $"{Target}\n{Evidence}";

        public override TicketChange Saying(string words) => this with { Target = words.Split('\n', 2)[0], Evidence = words.Split('\n', 2)[1] };

        public override ChangeRefusal? Apply(TicketsAtHand at) =>
            Blank(Target, "BlankTarget") ?? Blank(Evidence, "BlankReason") ?? UnlessOpen(at.Ticket)
            ?? ForAll(at, (ticket, say) => ticket.DeclareNotOurs(say(Target, FollowerTexts.Elsewhere), at.Actor, say(Evidence, FollowerTexts.SentOn), at.Now));
    }

    /// <summary>Corrects kind, service or class; every clock is counted again from the original start (R17). A service of another bureau is reached by <see cref="Assign"/>.</summary>
    public sealed record Reclassify(SubmissionKind Kind, int? Service, string? Class) : TicketChange
    {
        public override TicketRight Needs => TicketRight.Verify;

        public override ChangeRefusal? Apply(TicketsAtHand at)
        {
            var service = at.Catalogue.FindService(Service);
            return When(Service is not null && service is null, "NoService", Service)
                ?? When(service is not null && at.Ticket.Bureau is { } bureau && service.Bureau != bureau, "ServiceElsewhere", Service, at.Catalogue.FindBureau(service?.Bureau)?.Name)
                ?? When(Class is not null && at.Catalogue.Classes.Values.All(table => table.All(c => c.Code != Class)), "NoClass", Class)
                ?? Done(() => at.Ticket.Reclassify(Kind, Service, Class ?? ClassOf(at, service), at.Actor, at.Now));
        }

        /// <summary>Where nobody names a class, the table of the service says it, as if it had arrived there.</summary>
        private string? ClassOf(TicketsAtHand at, Catalogue.Service? service) =>
            service is null || Kind != at.Ticket.Kind ? null : at.Place(at.Ticket, service.Bureau, service.Number).Class;
    }

    /// <summary>Ends what needs no more answer.</summary>
    public sealed record Close(string? Reason) : TicketChange
    {
        public override IReadOnlyList<string?> Typed => [Reason];

        public override TicketRight Needs => TicketRight.Verify;

        public override ChangeRefusal? Apply(TicketsAtHand at) =>
            UnlessFollows(at.Ticket)
            ?? When(!at.Ticket.IsOpen && at.Ticket.Status != TicketStatus.Resolved, "Finished")
            ?? Done(() => at.Ticket.Close(at.Actor, Reason, at.Now));
    }

    /// <param name="Letter">As in <see cref="HearReporter"/>.</param>
    public sealed record Note(string Text, string? Letter = null) : TicketChange
    {
        public override IReadOnlyList<string?> Typed => [Text];

        public override bool IsAddition => true;

        public override bool ChangesFacts => false;

        public override ChangeRefusal? Apply(TicketsAtHand at) =>
            Blank(Text, "BlankNote") ?? Done(() => at.Ticket.Remark(new Happening.Note(Letter: Letter), at.Actor, Text, at.Now));
    }

    /// <summary>Words that show who wrote, handed to the verifier instead of the reporter or the source.</summary>
    public sealed record Draft(string Text) : TicketChange
    {
        public override IReadOnlyList<string?> Typed => [Text];

        public override bool IsAddition => true;

        public override bool ChangesFacts => false;

        public override ChangeRefusal? Apply(TicketsAtHand at) => Done(() => at.Ticket.Remark(new Happening.Drafted(), at.Actor, Text, at.Now));
    }

    /// <summary>Raises a protection flag; nobody lowers one here.</summary>
    public sealed record Protect(bool Anonymous, bool Secret) : TicketChange
    {
        public override bool IsAddition => true;

        public override ChangeRefusal? Apply(TicketsAtHand at) => Done(() => at.Ticket.Protect(Anonymous, Secret, at.Actor, at.Now));
    }

    /// <summary>Takes it off the protected road, with a written reason: it waits in triage, or goes on where it is.</summary>
    public sealed record LiftProtection(string Reason) : TicketChange
    {
        public override IReadOnlyList<string?> Typed => [Reason];

        public override TicketRight Needs => TicketRight.Verify;

        public override ChangeRefusal? Apply(TicketsAtHand at) =>
            Blank(Reason, "BlankReason") ?? Short(Reason) ?? When(at.Ticket.Protection is null, "NotProtected") ?? Done(() => at.Ticket.LiftProtection(at.Actor, Reason, at.Now));
    }

    /// <summary>The verifier looked into a file and found that whoever works on the ticket may have it, though its words name somebody or nobody could read them.</summary>
    public sealed record ReleaseFile(long File, string Reason) : TicketChange
    {
        public override IReadOnlyList<string?> Typed => [Reason];

        public override TicketRight Needs => TicketRight.Verify;

        public override bool IsAddition => true;

        public override bool ChangesFacts => false;

        public override ChangeRefusal? Apply(TicketsAtHand at) =>
            Blank(Reason, "BlankReason") ?? Short(Reason) ?? When(!at.Ticket.IsProtected, "NotProtected") ?? Done(() => at.Ticket.ReleaseFile(File, at.Actor, Reason, at.Now));
    }

    /// <summary>Follows another ticket; both keep their clocks, and it can be taken back.</summary>
    public sealed record Merge(string Into, string Reason) : TicketChange
    {
        public override IReadOnlyList<string?> Typed => [Reason];

        public override string Other => Into;

        public override bool NeedsFollowers => true;

        public override ChangeRefusal? Apply(TicketsAtHand at)
        {
            var leader = at.Other!;
            return When(leader.Id == at.Ticket.Id || leader.MergedInto is not null, "CannotLead", Into)
                ?? When(at.Ticket.Protection is not null || leader.Protection is not null, "OnProtectedRoad")
                ?? When(at.Ticket.MergedInto is not null, "AlreadyMerged")
                ?? (at.Followers is [var follower, ..] ? new ChangeRefusal("Followed", follower.Number, Into) : null)
                ?? Done(() =>
                {
                    at.Ticket.MergeInto(leader, at.Actor, Reason, at.Now);
                    leader.Remark(new Happening.Linked("merged"), at.Actor, at.Ticket.Number, at.Now);
                });
        }
    }

    /// <summary>Takes a merge back; the status before it returns.</summary>
    public sealed record Unmerge(string Reason) : TicketChange
    {
        public override IReadOnlyList<string?> Typed => [Reason];

        public override ChangeRefusal? Apply(TicketsAtHand at) =>
            When(at.Ticket.MergedInto is null, "NotMerged") ?? Done(() => at.Ticket.Unmerge(at.Actor, Reason, at.Now));
    }

    /// <summary>Both go on by themselves and know of each other.</summary>
    public sealed record Link(string With) : TicketChange
    {
        public override string Other => With;

        public override bool IsAddition => true;

        public override bool ChangesFacts => false;

        public override ChangeRefusal? Apply(TicketsAtHand at) =>
            When(at.Other!.Id == at.Ticket.Id, "NoTicket", With) ?? Done(() =>
            {
                at.Ticket.Remark(new Happening.Linked("same"), at.Actor, at.Other.Number, at.Now);
                at.Other.Remark(new Happening.Linked("same"), at.Actor, at.Ticket.Number, at.Now);
            });
    }

    /// <summary>A person says that a doubtful mail answers another ticket: its words join that one, and it follows it.</summary>
    public sealed record Join(string Into) : TicketChange
    {
        public override TicketRight Needs => TicketRight.Verify;

        public override string Other => Into;

        public override bool NeedsFollowers => true;

        public override ChangeRefusal? Apply(TicketsAtHand at)
        {
            var target = at.Other!;
            return When(!at.Ticket.IsDoubtfulReply, "NotDoubtful")
                ?? When(target.Id == at.Ticket.Id || target.MergedInto is not null, "TakesNoReply", Into)
                ?? (at.Followers is [var follower, ..] ? new ChangeRefusal("Followed", follower.Number, Into) : null)
                ?? When(Uncovers(at.Ticket, target), "JoinUncovers", at.Ticket.Number, Into)
                ?? Done(() =>
                {
                    if (at.Ticket.RepliedByOffice is { } office)
                    {
                        target.Remark(new Happening.Note(Office: office), at.Actor, $"{at.Catalogue.FindBureau(office)?.ShortName ?? office}: {at.Ticket.Body}", at.Now);
                    }
                    else
                    {
                        target.HearReporter(at.Ticket.Body, at.Now);
                    }

                    if (at.Ticket.Anonymous || at.Ticket.Secret)
                    {
                        // They stay when the target is let off the protected road: these words were not.
                        target.Protect(at.Ticket.Anonymous, at.Ticket.Secret, at.Actor, at.Now);
                    }

                    target.Remark(new Happening.Linked("joined"), at.Actor, at.Ticket.Number, at.Now);
                    at.Ticket.MergeInto(target, at.Actor, null, at.Now);
                });
        }
    }

    /// <summary>The words of the one would lie open in the other.</summary>
    private static bool Uncovers(Ticket words, Ticket place) =>
        (words.Anonymous && !place.Anonymous) || (words.Secret && !place.Secret) || (words.Protection is not null && place.Protection is null) || (words.AccusesVerifier && !place.AccusesVerifier);

    private static bool IsBlank(string? text) => string.IsNullOrWhiteSpace(text);

    private static ChangeRefusal? Blank(string? text, string code) => When(IsBlank(text), code);

    /// <summary>What takes protection away is explained to whoever looks at it later: "ok" explains nothing.</summary>
    private static ChangeRefusal? Short(string reason) =>
        When(reason.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Count(word => word.Any(char.IsLetter)) < FewestWords, "ShortReason", FewestWords);

    /// <summary>Of a reason that takes protection away.</summary>
    public const int FewestWords = 3;

    private static ChangeRefusal? When(bool refused, string code, params object?[] values) => refused ? new ChangeRefusal(code, values) : null;

    private static ChangeRefusal? UnlessHeld(Ticket ticket) => UnlessOpen(ticket) ?? When(ticket.Bureau is null, "InTriage");

    private static ChangeRefusal? UnlessFollows(Ticket ticket) =>
        When(ticket.MergedInto is not null, "Follows", ticket.Events.Where(e => e.Kind == TicketEventKind.Merged).MaxBy(e => e.Sequence)?.Of<Happening.Merged>()?.Into);

    private static ChangeRefusal? UnlessOpen(Ticket ticket) => UnlessFollows(ticket) ?? When(!ticket.IsOpen, "Finished");

    /// <summary>Somebody answers there, and the service is theirs.</summary>
    private static ChangeRefusal? UnlessPlace(TicketsAtHand at, string bureau, int? number)
    {
        var office = at.Offices.FirstOrDefault(o => o.Code == bureau);
        var service = at.Catalogue.FindService(number);
        return When(at.Catalogue.FindBureau(bureau) is null && office is null, "NoBureau", bureau)
            ?? When(office is { IsReached: false }, "OfficeWithoutAddress", office?.Name)
            ?? When(number is not null && service is null, "NoService", number)
            ?? When(service is not null && service.Bureau != bureau, "ServiceElsewhere", number, at.Catalogue.FindBureau(service?.Bureau)?.Name);
    }

    /// <summary>Whoever was merged under the ticket waits for the same answer, and has clocks of its own that it ends; of a protected ticket it hears only that there is one, of another not who sent it.</summary>
    /// <param name="verb">Gets what words each ticket takes: those typed, or the hub's own for who follows a protected one.</param>
    private static ChangeRefusal? ForAll(TicketsAtHand at, Action<Ticket, Func<string, string, string>> verb) => Done(() =>
    {
        verb(at.Ticket, static (words, _) => words);
        foreach (var follower in at.Followers)
        {
            verb(follower, (words, covered) => at.Ticket.IsProtected ? covered : at.Unnamed(follower, words));
        }
    });

    private static ChangeRefusal? Done(Action verb)
    {
        verb();
        return null;
    }
}
