using Hub.Domain.Conversation;

namespace Hub.Tests.Domain.Conversation;

public sealed class MailCommandTests
{
    [Theory]
    [InlineData("TERIMA", MailCommandKind.Accept, null)]
    [InlineData("terima", MailCommandKind.Accept, null)]
    [InlineData("Trima.", MailCommandKind.Accept, null)]
    [InlineData("Yth. Hub,\n\n *TERIMA* \n\nSalam", MailCommandKind.Accept, null)]
    [InlineData("KEMBALIKAN bukan urusan kami", MailCommandKind.GiveBack, "bukan urusan kami")]
    [InlineData("Kembalikan: ini urusan Biro Hukum\nlihat Pasal 3", MailCommandKind.GiveBack, "ini urusan Biro Hukum\nlihat Pasal 3")]
    [InlineData("KEMBALIAKN salah alamat", MailCommandKind.GiveBack, "salah alamat")]
    [InlineData("minta  data berapa NIK pemohon?", MailCommandKind.AskForData, "berapa NIK pemohon?")]
    [InlineData("MINTA DATA: foto lokasi", MailCommandKind.AskForData, "foto lokasi")]
    [InlineData("SELESAI Dana sudah dicairkan.", MailCommandKind.Finish, "Dana sudah dicairkan.")]
    [InlineData("selesai:\nDana sudah cair", MailCommandKind.Finish, "Dana sudah cair")]
    [InlineData("TERUSKAN 2", MailCommandKind.Forward, "2")]
    [InlineData("Tersukan ke Biro Hukum: ada pasalnya", MailCommandKind.Forward, "ke Biro Hukum: ada pasalnya")]
    [InlineData("BUKAN WEWENANG PLN: jaringan diurus PLN", MailCommandKind.NotOurs, "PLN: jaringan diurus PLN")]
    public void Commands_are_understood_as_people_write_them(string text, MailCommandKind kind, string? argument) =>
        MailCommand.Parse(text).ShouldBe(new(kind, argument, null));

    [Theory]
    [InlineData("Terima kasih, kami pelajari dulu.")]
    [InlineData("TERIMA KASIH")]
    [InlineData("Terimakasih")]
    [InlineData("Surat ini kami terima kemarin.")]
    [InlineData("Kami sudah selesai rapat")]
    [InlineData("Mohon arahan")]
    [InlineData("BERESKAN hukum segera ya")]
    [InlineData("Temukan arsipnya dulu di Biro Umum")]
    [InlineData("TURUNKAN ke Biro Hukum saja")]
    [InlineData("Kembangkan dulu proposalnya")]
    [InlineData("")]
    [InlineData(null)]
    public void An_ordinary_reply_is_no_command(string? text) => MailCommand.Parse(text).ShouldBeNull();

    [Theory]
    [InlineData("KEMBALIKAN", MailCommandProblem.NoReason)]
    [InlineData("MINTA DATA ...", MailCommandProblem.NoQuestion)]
    [InlineData("SELESAI.", MailCommandProblem.NoAnswer)]
    [InlineData("TERUSKAN", MailCommandProblem.NoBureau)]
    [InlineData("BUKAN WEWENANG", MailCommandProblem.NoAuthority)]
    [InlineData("TERUSKAN 1\nBUKAN WEWENANG PLN: x", MailCommandProblem.TwoCommands)]
    [InlineData("TERIMA\nSELESAI sudah", MailCommandProblem.TwoCommands)]
    public void What_lacks_its_other_half_is_sent_back(string text, MailCommandProblem problem) =>
        MailCommand.Parse(text).ShouldNotBeNull().Problem.ShouldBe(problem);
}
