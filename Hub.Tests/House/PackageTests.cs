using System.Xml.Linq;

namespace Hub.Tests.House;

/// <summary>Every pinned package is used: named by a project, or pinned because something that is named brings it.</summary>
public sealed class PackageTests
{
    [Fact]
    public void Every_pinned_package_is_named_by_a_project_or_brought_by_one()
    {
        var projects = Tree.Files("", "*.csproj").Append("Directory.Build.props").Select(path => XDocument.Parse(Tree.Read(path))).ToList();
        var named = projects.SelectMany(p => p.Descendants("PackageReference")).Select(e => e.Attribute("Include")!.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var groups = XDocument.Parse(Tree.Read("Directory.Packages.props")).Descendants("ItemGroup");

        var idle = groups.Where(g => g.Attribute("Label")?.Value.StartsWith("Transitive", StringComparison.Ordinal) != true)
            .SelectMany(g => g.Elements("PackageVersion")).Select(e => e.Attribute("Include")!.Value).Where(name => !named.Contains(name));

        idle.ShouldBeEmpty();
    }

    /// <summary>A package that a project names must be used by its code: at least one of its namespaces, or a word that shows its work.</summary>
    [Fact]
    public void Every_named_package_is_used_by_the_code_that_names_it()
    {
        var idle =
            from path in Tree.Files("", "*.csproj")
            let folder = path.Split('/')[0]
            let code = string.Join('\n', Tree.Files(folder, "*.cs").Concat(Tree.Files(folder, "*.razor")).Concat(Tree.Files(folder, "appsettings*.json")).Select(Tree.Read))
            from reference in XDocument.Parse(Tree.Read(path)).Descendants("PackageReference")
            let name = reference.Attribute("Include")!.Value
            where reference.Attribute("PrivateAssets") is null && !Signs(name).Any(sign => code.Contains(sign, StringComparison.Ordinal))
            select $"{path}: {name}";

        idle.ShouldBeEmpty();
    }

    // Where a package's name is not its namespace, the word by which its use is seen.
    private static string[] Signs(string package) => package switch
    {
        "Microsoft.NET.Test.Sdk" or "xunit.runner.visualstudio" or "xunit.v3" or "coverlet.collector" => ["[Fact]"],
        "Microsoft.Extensions.TimeProvider.Testing" => ["FakeTimeProvider"],
        "Shouldly" => [".ShouldBe("],
        "AWSSDK.S3" => ["using Amazon.S3"],
        "Polly.Core" => ["using Polly;"],
        "WireMock.Net.Minimal" => ["using WireMock"],
        "Quartz.AspNetCore" => ["AddQuartzHostedService"],
        "Npgsql.EntityFrameworkCore.PostgreSQL" => ["UseNpgsql"],
        "Microsoft.EntityFrameworkCore.Sqlite" => ["UseSqlite"],
        "SQLitePCLRaw.bundle_e_sqlite3" => ["Microsoft.Data.Sqlite"],
        "Microsoft.AspNetCore.Mvc.Testing" => ["WebApplicationFactory", "Microsoft.AspNetCore.TestHost"],
        "Serilog.Settings.Configuration" => ["ReadFrom.Configuration"],
        "Serilog.AspNetCore" => ["AddSerilog"],
        "MailKit" => ["MailKit", "MimeKit"],
        "Otp.NET" => ["using OtpNet"],
        "PDFsharp" => ["using PdfSharp"],
        _ => [package],
    };
}
