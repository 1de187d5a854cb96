using Hub.Connectors.Email;

namespace Hub.Tests.Connectors.Email;

public sealed class MailComposerTests
{
    /// <summary>RFC 5322, 3.6.4: programs write ids that are none; whoever uses one is answered all the same.</summary>
    [Theory]
    [InlineData("<pc-x@LAPTOP-x")]
    [InlineData("(pc")]
    [InlineData("a b@c")]
    [InlineData("")]
    public void A_mail_whose_id_is_none_is_answered_without_naming_it(string id)
    {
        var message = MailComposer.Compose(new OutgoingMail
        {
            MessageId = "1@hub.contoh", From = new(null, "hub@setda.contoh"), To = [new(null, "warga@contoh.id")], Subject = "Jawaban", Text = "Selesai.",
            InReplyTo = id, References = ["awal@contoh.id", id],
        });

        message.InReplyTo.ShouldBeNull();
        message.References.ShouldBe(["awal@contoh.id"]);
    }

    [Fact]
    public void An_ordinary_id_is_named()
    {
        var message = MailComposer.Compose(new OutgoingMail
        {
            MessageId = "1@hub.contoh", From = new(null, "hub@setda.contoh"), To = [new(null, "warga@contoh.id")], Subject = "Jawaban", Text = "Selesai.",
            InReplyTo = "CAF+x=1_2.3@mail.gmail.com",
        });

        message.InReplyTo.ShouldBe("CAF+x=1_2.3@mail.gmail.com");
        message.References.ShouldBe(["CAF+x=1_2.3@mail.gmail.com"]);
    }
}
