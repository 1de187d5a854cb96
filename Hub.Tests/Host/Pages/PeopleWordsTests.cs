using System.Globalization;
using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Host.People.Visits;

namespace Hub.Tests.Host.Pages;

/// <summary>No page shows a code where people have a word.</summary>
public sealed class PeopleWordsTests
{
    private static readonly ResourceManagerOf Pages = new();

    /// <summary>What files are found to be by their bytes, and what mails call them.</summary>
    private static readonly string[] Known =
    [
        "image/jpeg", "image/png", "image/webp", "image/gif", "image/tiff", "image/heic", "image/avif", "video/mp4", "audio/mpeg", "application/pdf", "application/x-ole-storage", "application/zip",
        "application/vnd.rar", "application/x-7z-compressed", "application/gzip", "application/vnd.oasis.opendocument.text", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation", "application/octet-stream", "message/rfc822", "text/plain", "text/html", "application/json", "",
    ];

    [Theory]
    [InlineData("image/jpeg", "Foto", "Photo")]
    [InlineData("IMAGE/JPEG; name=a.jpg", "Foto", "Photo")]
    [InlineData("image/heic", "Gambar", "Picture")]
    [InlineData("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Lembar kerja", "Spreadsheet")]
    [InlineData("audio/ogg", "Rekaman suara", "Sound recording")]
    [InlineData("application/x-nobody-knows", "Jenis lain", "Another type")]
    public void A_type_of_file_is_a_word(string mediaType, string indonesian, string english) =>
        (Pages.Say("id", FileTypeWords.KeyOf(mediaType)), Pages.Say("en", FileTypeWords.KeyOf(mediaType))).ShouldBe((indonesian, english));

    [Fact]
    public void Every_type_that_files_are_told_apart_by_has_a_word()
    {
        foreach (var mediaType in Known)
        {
            foreach (var language in new[] { "id", "en" })
            {
                Pages.Say(language, FileTypeWords.KeyOf(mediaType)).ShouldNotContain("/");
            }
        }
    }

    [Fact]
    public void One_of_a_unit_is_said_as_one()
    {
        foreach (var unit in Enum.GetValues<TermUnit>().Select(u => $"unit.{u}"))
        {
            var (one, many) = (Sentences.Fill(Pages.Say("en", unit), 1), Sentences.Fill(Pages.Say("en", unit), 2));
            one.ShouldNotBe(many, unit);
        }
    }

    private sealed class ResourceManagerOf
    {
        private readonly System.Resources.ResourceManager texts = new(typeof(PagesTexts));

        public string Say(string language, string key) => texts.GetString(key, CultureInfo.GetCultureInfo(language)).ShouldNotBeNull(key);
    }
}
