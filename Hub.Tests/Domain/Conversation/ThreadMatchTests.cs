using Hub.Domain.Conversation;
using Hub.Domain.Submissions;

namespace Hub.Tests.Domain.Conversation;

public sealed class ThreadMatchTests
{
    private static readonly NoticeToken Token = new(new byte[32]);
    private static readonly string Notice = Token.MessageId("KU-2026-000123", "row", "hub");

    [Fact]
    public void A_reply_whose_token_sender_and_references_agree_joins()
    {
        Match(new Mail { InReplyTo = Notice, Recipients = [Token.ReplyAddress("hub@contoh.id", "KU-2026-000123", Siti)] }, "Re: [KU-2026-000123] Disposisi")
            .ShouldBe(new(ThreadOutcome.Join, "KU-2026-000123", ThreadReason.Agree) { IsStaff = true, IsSigned = true });
    }

    [Fact]
    public void A_stranger_with_a_forwarded_token_goes_to_review() =>
        Match(new Mail { InReplyTo = Notice }, null, isParticipant: false, sender: "lain@setda.contoh").ShouldBe(new(ThreadOutcome.Review, "KU-2026-000123", ThreadReason.StrangeSender) { IsSigned = true });

    [Fact]
    public void An_officer_whose_office_has_the_ticket_no_longer_is_no_stranger() =>
        Match(new Mail { InReplyTo = Notice }, null, isParticipant: false).ShouldBe(new(ThreadOutcome.Review, "KU-2026-000123", ThreadReason.PassedOn) { IsSigned = true });

    [Fact]
    public void A_token_of_the_reporter_does_not_make_its_holder_an_officer()
    {
        var match = Match(new Mail { Recipients = [Token.ReplyAddress("hub@contoh.id", "KU-2026-000123", new("warga@contoh.id", IsStaff: false))] }, null, sender: Siti.Address);

        match.ShouldBe(new(ThreadOutcome.Review, "KU-2026-000123", Enum.Parse<ThreadReason>("OthersMail")) { IsSigned = true });
    }

    /// <summary>A colleague of the bureau was told to be no officer of the ticket.</summary>
    [Fact]
    public void Who_answers_a_notice_that_a_colleague_handed_on_is_no_stranger() =>
        Match(new Mail { InReplyTo = Notice }, null, isParticipant: true, sender: "budi@setda.contoh").Reason.ToString().ShouldBe("OthersMail");

    [Fact]
    public void References_to_another_ticket_than_the_token_go_to_review() =>
        Match(new Mail { References = ["lain@contoh.id"], Recipients = [Token.ReplyAddress("hub@contoh.id", "KU-2026-000123", Siti)] }, null)
            .ShouldBe(new(ThreadOutcome.Review, "KU-2026-000123", ThreadReason.Disagree));

    [Fact]
    public void A_number_in_the_subject_proves_nothing() =>
        Match(new Mail(), "KU-2026-000123 saya").ShouldBe(new(ThreadOutcome.Review, "KU-2026-000123", ThreadReason.NoToken));

    [Fact]
    public void A_number_that_no_ticket_has_names_nothing() =>
        Match(new Mail(), "KU-2026-999999").ShouldBe(new(ThreadOutcome.New, null, ThreadReason.NothingNamed));

    [Fact]
    public void A_wrong_signature_is_shown_to_people()
    {
        var forged = Notice.Replace("000123", "000124", StringComparison.Ordinal);

        Match(new Mail { InReplyTo = forged }, null).Reason.ShouldBe(ThreadReason.ForgedToken);
        Match(new Mail { InReplyTo = forged, References = [Notice] }, null).Outcome.ShouldBe(ThreadOutcome.Review);
    }

    private static readonly TokenHolder Siti = new("siti@setda.contoh", IsStaff: true);

    private static ThreadMatch Match(Mail mail, string? subject, bool isParticipant = true, string sender = "siti@setda.contoh") => ThreadMatch.Of(mail, subject, new()
    {
        Token = Token,
        Sender = sender,
        Holders = _ => [new("warga@contoh.id", IsStaff: false), Siti],
        HolderOfMessage = new Dictionary<string, TokenHolder> { [Notice] = Siti },
        TicketOfMessage = new Dictionary<string, string> { ["lain@contoh.id"] = "KU-2026-000777", [Notice] = "KU-2026-000123" },
        ExistingTicket = number => number is "KU-2026-000123" or "KU-2026-000777" ? number : null,
        MayWriteTo = _ => isParticipant,
    });
}
