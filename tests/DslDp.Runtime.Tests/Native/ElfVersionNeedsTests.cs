using System.Runtime.Versioning;
using CsCheck;
using DslDp.Native;

namespace DslDp.Runtime.Tests.Native;

[SupportedOSPlatform("linux")]
public class ElfVersionNeedsTests
{
    private const string Version = TorchSharpLibrary.RequiredVersion;
    private const int NeedsHeader = 64 + (2 * 64);

    private static ElfImage Image() => new(["GLIBC_2.14", "GLIBC_2.34"], ["CXXABI_1.3", Version, Version + "0"]);

    [Fact]
    public void OneFlagOfOneVersionChangesAndNothingElse()
    {
        var image = Image();
        var expected = image.Bytes.ToArray();
        expected[image.FlagsOf(Version)] = 2;

        ElfVersionNeeds.MakeWeak(image.Bytes, Version);

        Assert.Equal(expected, image.Bytes);
    }

    [Fact]
    public void OtherFlagsOfTheVersionAreKept()
    {
        var image = Image();
        image.UInt16(image.FlagsOf(Version)) = 0x8001;

        ElfVersionNeeds.MakeWeak(image.Bytes, Version);

        Assert.Equal(0x8003, image.UInt16(image.FlagsOf(Version)));
    }

    [Fact]
    public void ASecondTimeChangesNothing()
    {
        var image = Image();
        ElfVersionNeeds.MakeWeak(image.Bytes, Version);
        var once = image.Bytes.ToArray();

        ElfVersionNeeds.MakeWeak(image.Bytes, Version);

        Assert.Equal(once, image.Bytes);
    }

    [Fact]
    public void AVersionThatIsNotNeededIsRefused() => Refused(new ElfImage(["GLIBC_2.14"]), "needs GLIBCXX_3.4.32 0 times");

    [Fact]
    public void AVersionNeededTwiceIsRefused() => Refused(new ElfImage([Version], ["GLIBC_2.14", Version]), "needs GLIBCXX_3.4.32 2 times");

    [Fact]
    public void AFileOfAnotherKindIsRefused()
    {
        Refused([], "not a 64-bit little-endian ELF file");
        Refused([.. "MZ"u8, .. new byte[200]], "not a 64-bit little-endian ELF file");
        var narrow = Image().Bytes;
        narrow[4] = 1;
        Refused(narrow, "not a 64-bit little-endian ELF file");
    }

    [Theory]
    [InlineData(0x28, 8)]                 // where the section headers are
    [InlineData(NeedsHeader + 24, 8)]     // where the table is
    [InlineData(NeedsHeader + 32, 8)]     // how long it is
    [InlineData(NeedsHeader + 40, 4)]     // which section holds its names
    public void AnOffsetOutsideTheFileIsRefused(int offset, int bytes)
    {
        var image = Image();
        image.Bytes.AsSpan(offset, bytes).Fill(0xff);
        Refused(image, "points outside the file");
    }

    [Theory]
    [InlineData(8)]   // from a library to its first version
    [InlineData(12)]  // from a library to the next
    [InlineData(24)]  // from a version to its name
    [InlineData(28)]  // from a version to the next
    public void ALinkOutsideTheTableIsRefused(int offset)
    {
        var image = Image();
        image.UInt32(image.NeedsOffset + offset) = 0xfffffff0;
        Refused(image, "points outside the file");
    }

    [Fact]
    public void EveryTruncationIsRefused()
    {
        var whole = Image().Bytes;
        for (var length = 0; length < whole.Length; length++)
        {
            var part = whole[..length];
            Assert.Throws<BadImageFormatException>(() => ElfVersionNeeds.MakeWeak(part, Version));
        }
    }

    [Fact]
    public void DamageIsRefusedOrHarmless() =>
        Gen.Select(Gen.Int[0, Image().Bytes.Length - 1], Gen.Byte).List[1, 6].Sample(damage =>
        {
            var image = Image().Bytes;
            damage.ForEach(d => image[d.Item1] = d.Item2);
            var before = image.ToArray();
            try
            {
                ElfVersionNeeds.MakeWeak(image, Version);
            }
            catch (BadImageFormatException)
            {
                return image.AsSpan().SequenceEqual(before);
            }
            return image.Zip(before).Count(pair => pair.First != pair.Second) <= 1;
        });

    [LinuxFact]
    public void InTheRealLibraryExactlyOneBitChanges()
    {
        var original = File.ReadAllBytes(InstalledLibrary.FilePath);

        var patched = InstalledLibrary.Patched();

        var changed = Assert.Single(Enumerable.Range(0, original.Length), i => original[i] != patched[i]);
        Assert.Equal(original[changed] | 2, patched[changed]);
        var again = patched.ToArray();
        ElfVersionNeeds.MakeWeak(again, Version);
        Assert.Equal(patched, again);
    }

    private static void Refused(ElfImage image, string reason) => Refused(image.Bytes, reason);

    private static void Refused(byte[] image, string reason)
    {
        var before = image.ToArray();
        var refusal = Assert.Throws<BadImageFormatException>(() => ElfVersionNeeds.MakeWeak(image, Version));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, image);
    }
}
