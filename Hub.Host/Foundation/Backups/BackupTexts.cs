
namespace Hub.Host.Foundation.Backups;

/// <summary>What is said of backups: <c>BackupTexts.resx</c> (Indonesian) and <c>BackupTexts.en.resx</c>.</summary>
internal sealed class BackupTexts;
