using Hub.Domain.Conversation;

namespace Hub.Tests.Domain.Conversation;

public sealed class NoticeTokenTests
{
    private static readonly NoticeToken Token = new(new byte[32]);

    [Fact]
    public void The_same_row_gives_the_same_id_and_the_hub_knows_it_again_in_any_case()
    {
        var id = Token.MessageId("KU-2026-000123", "assigned|mail|a@b", "hub.contoh.go.id");

        id.ShouldBe(Token.MessageId("KU-2026-000123", "assigned|mail|a@b", "hub.contoh.go.id"));
        id.ShouldNotBe(Token.MessageId("KU-2026-000123", "assigned|mail|c@d", "hub.contoh.go.id"));
        Token.ReadMessageId($"<{id.ToUpperInvariant()}>").Ticket.ShouldBe("KU-2026-000123");
    }

    [Fact]
    public void The_same_mail_has_the_same_mark_under_whatever_number_and_another_has_another()
    {
        var mark = NoticeToken.MarkIn(Token.MessageId("KU-2026-000123", "assigned|item", "hub"));

        Token.MessageId("KU-2026-001200", "assigned|item", "hub").ShouldContain(mark);
        Token.MessageId("KU-2026-000123", "assigned|other", "hub").ShouldNotContain(mark);
        new NoticeToken([.. Enumerable.Repeat((byte)7, 32)]).MessageId("KU-2026-000123", "assigned|item", "hub").ShouldNotContain(mark);
    }

    [Fact]
    public void A_reply_address_leads_to_its_ticket_and_to_no_other()
    {
        var address = Token.ReplyAddress("hub.setda@gmail.com", "KU-2026-000123", Siti);

        address.ShouldStartWith("hub.setda+ku-2026-000123.");
        Token.ReadAddress(address, Told).Ticket.ShouldBe("KU-2026-000123");
        Token.ReadAddress(address.Replace("000123", "000124", StringComparison.Ordinal), Told).ShouldBe(new(null, IsForged: true));
    }

    [Fact]
    public void A_token_is_worth_nothing_in_another_hand_or_role()
    {
        var address = Token.ReplyAddress("hub.setda@gmail.com", "KU-2026-000123", Siti);

        Token.ReadAddress(address, Told).Holder.ShouldBe(Siti);
        Token.ReadAddress(address, _ => [new("andi@setda.contoh", IsStaff: true)]).IsForged.ShouldBeTrue();
        Token.ReadAddress(address, _ => [Siti with { IsStaff = false }]).IsForged.ShouldBeTrue();
    }

    private static readonly TokenHolder Siti = new("siti@setda.contoh", IsStaff: true);

    private static IEnumerable<TokenHolder> Told(string ticket) => [new("warga@contoh.id", IsStaff: false), Siti];

    [Fact]
    public void A_token_of_another_hub_is_a_forgery()
    {
        var other = new NoticeToken([.. Enumerable.Repeat((byte)7, 32)]);

        Token.ReadMessageId(other.MessageId("KU-2026-000123", "x", "h")).IsForged.ShouldBeTrue();
        Token.ReadAddress(other.ReplyAddress("a@b", "KU-2026-000123", Siti), Told).IsForged.ShouldBeTrue();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("+")]
    [InlineData("siti+kantor@contoh.id")]
    [InlineData("CAEMTkLZ=3k.gop.43X@mail.gmail.com")]
    public void What_is_not_ours_says_nothing(string? text)
    {
        Token.ReadMessageId(text).ShouldBe(TokenReading.None);
        Token.IsOwn(text).ShouldBeFalse();
        Token.ReadAddress(text, Told).ShouldBe(TokenReading.None);
    }
}
