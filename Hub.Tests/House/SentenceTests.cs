using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hub.Tests.House;

/// <summary>No sentence for people stands in code: they lie in resources, in both languages.</summary>
public sealed partial class SentenceTests
{
    private const int FewestWords = 3;
    private const int FewestTelling = 2;

    /// <summary>Words that hold a sentence together; names, keys and formats have none of them.</summary>
    private static readonly HashSet<string> Telling = Words("""
        yang dan atau tidak tak dari untuk pada dengan ini itu belum sudah dapat harus akan oleh bukan tanpa lebih kurang di ke dalam masih telah sejak hanya bila bisa boleh ada adalah lagi semua setiap
        wajib diisi kosong salah rusak gagal coba jalankan pilih dibaca ditulis dikenal terbaca dibuka menolak meminta menjawab periksa tunggu contoh kata nama nomor berkas surat surel tiket sumber baris kolom alamat sandi jam menit detik hari
        the and or not is are was were be been of to from with without for at by in on this that it its must may can cannot has have had no only please
        """);

    [Theory]
    [InlineData("Hub.Domain")]
    [InlineData("Hub.Connectors")]
    [InlineData("Hub.Host")]
    public void No_sentence_stands_in_code(string part) =>
        Tree.Files(part, "*.cs").SelectMany(file => Sentences(file, Tree.Read(file))).ShouldBeEmpty();

    [Fact]
    public void No_sentence_stands_in_a_page() =>
        Tree.Files("Hub.Host", "*.razor").SelectMany(file => Shown().Matches(Markup(Tree.Read(file))).Select(m => m.Groups["text"].Value.Trim())
            .Where(text => Letters().IsMatch(text)).Select(text => $"{file}: {text}")).ShouldBeEmpty();

    [Theory]
    [InlineData("throw new X($\"{host} menolak kunci atau sandi\");", true)]
    [InlineData("Write(\"The hub is being stopped.\");", true)]
    [InlineData("Write(\"status-refused\");", false)]
    [InlineData("Run($\"SELECT a FROM b WHERE c IS NOT NULL AND d = {x}\");", false)]
    public void A_sentence_is_known_by_its_words(string line, bool found) =>
        Sentences("x.cs", $"class C {{ void M() {{ {line} }} }}").Any().ShouldBe(found);

    private static IEnumerable<string> Sentences(string file, string text) =>
        from node in CSharpSyntaxTree.ParseText(text).GetRoot().DescendantNodes()
        let said = TextOf(node)
        where said is not null && IsSentence(said) && !IsForMachinesOrDevelopers(node)
        select $"{file}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {said}";

    private static string? TextOf(SyntaxNode node) => node switch
    {
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression) => literal.Token.ValueText,
        InterpolatedStringExpressionSyntax interpolated => string.Concat(interpolated.Contents.Select(c => c is InterpolatedStringTextSyntax t ? t.TextToken.ValueText : " … ")),
        _ => null,
    };

    private static bool IsSentence(string text)
    {
        if (!text.Trim().Contains(' ', StringComparison.Ordinal) || text.Contains("(?", StringComparison.Ordinal))
        {
            return false;
        }

        var words = Letters().Matches(text).Select(m => m.Value).ToList();
        return words.Count >= FewestWords && words.Count(Telling.Contains) >= FewestTelling && !Query().IsMatch(text);
    }

    /// <summary>Templates of the log, patterns and limits (attributes), vocabularies that are read and not said (fields of lists, what is looked for in a text), and what only a fault of our own can bring up.</summary>
    private static bool IsForMachinesOrDevelopers(SyntaxNode node) => node.Ancestors().Any(a => a switch
    {
        AttributeArgumentSyntax argument => argument.NameEquals?.Name.Identifier.Text != "ErrorMessage",
        FieldDeclarationSyntax field => Vocabulary().IsMatch(field.Declaration.Type.ToString()),
        PropertyDeclarationSyntax property => property.Modifiers.Any(SyntaxKind.StaticKeyword) && Vocabulary().IsMatch(property.Type.ToString()),
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax asks } } => LookedFor().IsMatch(asks.Name.Identifier.Text),
        PrimaryConstructorBaseTypeSyntax made => made.Type.ToString() == "Exception",
        ObjectCreationExpressionSyntax made => Fault().IsMatch(made.Type.ToString()),
        _ => false,
    });

    private static string Markup(string razor)
    {
        var markup = razor.IndexOf("@code", StringComparison.Ordinal) is var at and >= 0 ? razor[..at] : razor;
        return Remark().Replace(markup, "");
    }

    private static HashSet<string> Words(string words) => words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex(@"\b[A-Za-z]{2,}\b", RegexOptions.None, 5000)]
    private static partial Regex Letters();

    [GeneratedRegex(@"^\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|WITH|PRAGMA|ANALYZE|VACUUM|BEGIN|AND|FROM|JOIN)\b|\b(SELECT|JOIN|WHERE|NOT NULL|NOT IN)\b", RegexOptions.None, 5000)]
    private static partial Regex Query();

    [GeneratedRegex("^(Contains|StartsWith|EndsWith|IndexOf)$", RegexOptions.None, 5000)]
    private static partial Regex LookedFor();

    [GeneratedRegex(@"^(string\[\]|(Frozen|Hash)?(Set|Dictionary)<.*|I?(ReadOnly)?(List|Dictionary|Set|Collection)<.*|(\(.*\)\[\])|.*Pattern\[\]|Regex)$", RegexOptions.None, 5000)]
    private static partial Regex Vocabulary();

    [GeneratedRegex(@"^(System\.)?(InvalidOperation|Argument\w*|NotSupported|Unreachable|InvalidData|Format|Json|KeyNotFound|NotImplemented|Timeout)Exception$", RegexOptions.None, 5000)]
    private static partial Regex Fault();

    [GeneratedRegex("""@\*.*?\*@|<code>.*?</code>|<[^<>]* lang="[^"]*"[^<>]*>[^<]*</""", RegexOptions.Singleline, 5000)]
    private static partial Regex Remark();

    [GeneratedRegex(@">(?<text>[^<>@{}=;""$()]*[A-Za-z]{3,}[^<>@{}=;""$()]*)</", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Shown();
}
