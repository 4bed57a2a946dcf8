using System.Runtime.CompilerServices;
using DslDp.Kernels;

namespace DslDp.Runtime.Tests.Clipping;

public unsafe class BlockTests
{
    // Sizes that are too far apart for one test to be given what another gave back.
    private const int Small = 400_009, Middle = 1_100_009, Large = 3_000_017, Largest = 20_000_003;

    [Fact]
    public void Memory_is_used_again_for_as_much_and_for_somewhat_more()
    {
        var first = Block.Take(Small);
        first.GiveBack();
        var second = Block.Take(Small + (Small / 10));
        second.GiveBack();
        Assert.True(first.Numbers == second.Numbers);
    }

    [Fact]
    public void Memory_in_use_is_given_to_nobody_else()
    {
        var (first, second) = (Block.Take(Large), Block.Take(Large));
        Assert.True(first.Numbers != second.Numbers);
        second.GiveBack();
        var third = Block.Take(Large);
        Assert.True(first.Numbers != third.Numbers);
        first.GiveBack();
        third.GiveBack();
    }

    [Fact]
    public void Little_does_not_get_much_and_much_does_not_get_little()
    {
        var block = Block.Take(Largest);
        block.GiveBack();
        Assert.True(block.Numbers != Block.Take(Largest / 3).Numbers);
        Assert.True(block.Numbers != Block.Take(2 * Largest).Numbers);
    }

    // Young objects go at every collection; this memory must not, or each would take new memory until a full one.
    [Fact]
    public void Memory_outlives_collections_of_young_objects()
    {
        // Tests beside this one may take the memory, or collect all of it: not every time.
        Assert.Contains(Enumerable.Range(0, 20), _ => IsThereAgain());

        static bool IsThereAgain()
        {
            var numbers = TakeAndGiveBack();
            GC.Collect(0, GCCollectionMode.Forced, blocking: true);
            GC.Collect(1, GCCollectionMode.Forced, blocking: true);
            var again = Block.Take(Middle);
            again.GiveBack();
            return numbers == (nint)again.Numbers;
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        static nint TakeAndGiveBack()
        {
            var block = Block.Take(Middle);
            block.GiveBack();
            return (nint)block.Numbers;
        }
    }

    [Fact]
    public void There_is_room_for_all_numbers_on_boundaries_of_vectors()
    {
        const int count = 1001;
        var block = Block.Take(count);
        new Span<float>(block.Numbers, count).Fill(1);
        Assert.Equal(0, (nint)block.Numbers % 64);
        block.GiveBack();
    }
}
