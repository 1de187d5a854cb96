using Hub.Domain.Conversation;

namespace Hub.Tests.Domain.Conversation;

public sealed class ReplyReaderTests
{
    private static readonly (string Label, string Text)[] Cases =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Domain", "Conversation", "replies", "labelled.tsv")).Select(line => line.Split('\t')).Select(parts => (parts[0], parts[1]))];

    [Fact]
    public void At_least_95_of_100_labelled_replies_are_read_right_and_no_wish_is_taken_for_thanks()
    {
        var wrong = Cases.Where(c => Label(ReplyReader.Read(c.Text)) != c.Label).ToList();

        Cases.Length.ShouldBe(100);
        wrong.Count.ShouldBeLessThanOrEqualTo(5, string.Join('\n', wrong));
        wrong.ShouldAllBe(c => c.Label == "thanks" || Label(ReplyReader.Read(c.Text)) != "thanks");
    }

    [Theory]
    [InlineData("Terima kasih banyak, Pak. Kartunya sudah saya terima.", ReplyMeaning.Confirms)]
    [InlineData("Terima kasih atas penjelasannya.", ReplyMeaning.Thanks)]
    [InlineData("Lampunya masih padam.", ReplyMeaning.News)]
    [InlineData("Terima kasih, tetapi lampunya masih padam.", ReplyMeaning.Doubt)]
    public void Confirmation_courtesy_wish_and_doubt_are_told_apart(string text, ReplyMeaning meaning) => ReplyReader.Read(text).ShouldBe(meaning);

    private static string Label(ReplyMeaning meaning) => meaning switch
    {
        ReplyMeaning.News => "news",
        ReplyMeaning.Thanks or ReplyMeaning.Confirms => "thanks",
        ReplyMeaning.Doubt => "doubt",
    };
}
